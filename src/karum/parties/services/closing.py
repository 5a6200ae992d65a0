"""Closing an account: what is the person's own goes at once; what the law of books asks for stays."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from karum.parties.domain import Role
from karum.parties.domain.words import Said, gettext_noop
from karum.parties.events import IdentityChanged, PersonClosed
from karum.parties.models import Address, Business, Membership, Person
from karum.parties.services.refusal import Refused
from karum.runtime import events

_ONLY_OWNER = gettext_noop("You are the only owner of %(firm)s. Make someone else an owner first.")


@transaction.atomic
def close_account(person: Person, *, now: datetime) -> Refused | None:
    """Forget who the person was; nobody signs in to this account again. Her e-mail address is free for a new one.

    Refused to the last owner of a firm, to operators and to people of the demo. Other packages forget their part when
    they hear PersonClosed. Orders stay, with the address on them: they are entries in the books of two firms.
    """
    row = Person.objects.select_for_update().get(id=person.pk)
    if row.is_demo:
        return Refused({"": Said(gettext_noop("People of the demo stay. On a real hub this closes the account."))})
    if row.is_operator:
        return Refused({"": Said(gettext_noop("You work for this hub. Ask another operator to end that first."))})
    works = list(Membership.objects.filter(person=row).values_list("business_id", "role"))
    list(Business.objects.select_for_update().filter(id__in=[business for business, _role in works]))
    for business_id, role in works:
        others = Membership.objects.filter(business_id=business_id, role=Role.OWNER.value).exclude(person=row)
        if role == Role.OWNER.value and not others.exists():
            name = Business.objects.values_list("name", flat=True).get(id=business_id)
            return Refused(
                {
                    "": Said(
                        gettext_noop("You are the only owner of %(firm)s. Make someone else an owner first."), firm=name
                    )
                }
            )
    Membership.objects.filter(person=row).delete()
    Address.objects.filter(person=row).delete()
    Authenticator.objects.filter(user_id=row.pk).delete()
    EmailAddress.objects.filter(user_id=row.pk).delete()
    row.email, row.full_name, row.phone, row.country = f"closed-{row.pk}@account.invalid", "", "", ""
    row.zone, row.zone_seen = "", ""
    row.is_active, row.closed_at = False, now
    row.save()
    for business_id, _role in works:
        events.publish(IdentityChanged(business_id))
    events.publish(PersonClosed(row.pk))
    return None
