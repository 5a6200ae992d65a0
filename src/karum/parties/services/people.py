"""People: made by the seeds or by signing in, edited by themselves."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from karum.parties.domain.emails import plain_email
from karum.parties.events import IdentityChanged
from karum.parties.models import Membership, Person
from karum.runtime import events
from karum.runtime.settings import settings


@transaction.atomic
def create_person(
    email: str,
    full_name: str = "",
    *,
    language: str = "en",
    country: str = "",
    is_operator: bool = False,
    confirmed: bool = True,
    demo: bool = False,
    about: str = "",
) -> Person:
    """Make a person; an existing one with that e-mail address is returned as she is.

    confirmed: her address counts as shown to be hers. demo: anyone may sign in as her while the hub is in demo mode;
    about: one sentence on who she is, for /demo.
    """
    found = Person.objects.filter(email=plain_email(email)).first()
    if found:
        return found
    person = Person(
        email=plain_email(email),
        full_name=full_name,
        language=language,
        country=country,
        is_operator=is_operator,
        is_demo=demo,
        demo_about=about,
    )
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=confirmed, primary=True)
    return person


@transaction.atomic
def edit_person(
    person: Person,
    *,
    full_name: str,
    language: str,
    country: str = "",
    currency: str = "",
    phone: str = "",
    zone: str = "",
) -> None:
    """Keep what the person says about herself. The form has checked language, country, currency, phone and zone."""
    person.full_name, person.language = full_name.strip(), language
    person.country, person.currency, person.phone = country, currency, phone
    person.zone = zone
    person.save(update_fields=["full_name", "language", "country", "currency", "phone", "zone"])
    for business_id in Membership.objects.filter(person=person).values_list("business_id", flat=True):
        events.publish(IdentityChanged(business_id))


def note_zone(person: Person, zone: str) -> None:
    """Remember the time zone of the device with which she signs in: her letters tell moments in it."""
    if zone and zone != person.zone_seen:
        person.zone_seen = zone
        person.save(update_fields=["zone_seen"])


def person_for_demo(email: str) -> Person | None:
    """The demo person with this address; None outside demo mode and for everyone who is not of the demo."""
    if not settings().demo:
        return None
    return Person.objects.filter(email=plain_email(email), is_demo=True, is_active=True).first()


def person_at_the_door(email: str, *, language: str, country: str) -> Person | None:
    """The person who signs in with this address; a new one when nobody does. None when her account is closed.

    A new person cannot do anything before she has shown the code sent to her; who never does is forgotten
    (``forget_unconfirmed``). So the page answers alike for known and unknown addresses.
    """
    email = plain_email(email)
    # An address that somebody else only claims, without having shown a code, leads to nobody's account.
    shown = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    person = shown.user if shown else Person.objects.filter(email=email).first()
    if person is None:
        try:
            with transaction.atomic():
                person = create_person(email, language=language, country=country, confirmed=False)
        except IntegrityError:  # two letters asked for at once
            person = Person.objects.get(email=email)
    return person if person.is_active else None


def forget_unconfirmed(before: datetime) -> int:
    """Delete people who asked for a code before ``before`` and never showed it. Returns how many."""
    waiting = Person.objects.filter(joined_at__lt=before, last_login=None, is_demo=False, is_operator=False)
    never = waiting.exclude(emailaddress__verified=True).filter(memberships=None)
    return never.delete()[1].get("parties.Person", 0)
