"""People: made by the seeds or by signing in, edited by themselves."""

from allauth.account.models import EmailAddress
from django.db import transaction

from karum.parties.models import Person
from karum.runtime.settings import settings


@transaction.atomic
def create_person(
    email: str,
    full_name: str = "",
    *,
    language: str = "en",
    country: str = "",
    is_operator: bool = False,
    demo: bool = False,
    about: str = "",
) -> Person:
    """Make a person whose e-mail address counts as confirmed; an existing one with that address is returned as she is.

    demo: anyone may sign in as her while the hub is in demo mode; about: one sentence on who she is, for /demo.
    """
    found = Person.objects.filter(email__iexact=email).first()
    if found:
        return found
    person = Person(
        email=email.strip().lower(),
        full_name=full_name,
        language=language,
        country=country,
        is_operator=is_operator,
        is_demo=demo,
        demo_about=about,
    )
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def edit_person(person: Person, *, full_name: str, language: str, country: str = "", phone: str = "") -> None:
    """Keep what the person says about herself. The form has checked language, country and phone."""
    person.full_name, person.language = full_name.strip(), language
    person.country, person.phone = country, phone
    person.save(update_fields=["full_name", "language", "country", "phone"])


def person_for_demo(email: str) -> Person | None:
    """The demo person with this address; None outside demo mode and for everyone who is not of the demo."""
    if not settings().demo:
        return None
    return Person.objects.filter(email__iexact=email, is_demo=True, is_active=True).first()
