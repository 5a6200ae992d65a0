"""The addresses that a person keeps."""

from dataclasses import asdict

from django.db import transaction

from karum.parties.domain import PostalAddress, Said, check_address, tidy_address
from karum.parties.domain.words import gettext_noop
from karum.parties.models import Address, Person
from karum.parties.queries import AddressCard, access_address
from karum.parties.services.refusal import Refused

ADDRESSES_MAX = 50
_TOO_MANY = gettext_noop("You keep %(count)d addresses already. Remove one that you no longer need.")


@transaction.atomic
def save_address(
    person: Person, address: PostalAddress, *, address_id: int | None = None, default: bool = False
) -> AddressCard | Refused:
    """Keep ``address`` for the person, in place of her address ``address_id`` when that is given.

    Returns Refused with a message for each field that is wrong. An address that she has already is not kept twice. Her
    first address becomes the default. Raises Http404 when ``address_id`` is not hers.
    """
    messages = check_address(address)
    if messages:
        return Refused(dict(messages))
    values = asdict(tidy_address(address))
    Person.objects.select_for_update().get(id=person.pk)  # two first addresses at once: one default
    if address_id is not None:
        access_address(person, address_id)
        Address.objects.filter(id=address_id).update(**values)
        row = Address.objects.get(id=address_id)
    else:
        same = Address.objects.filter(person=person, **values).first()
        if same is None and Address.objects.filter(person=person).count() >= ADDRESSES_MAX:
            return Refused({"": Said(_TOO_MANY, count=ADDRESSES_MAX)})
        row = same or Address.objects.create(person=person, **values)
    if default or not Address.objects.filter(person=person, is_default=True).exists():
        make_default(person, row.id)
    return access_address(person, row.id)


@transaction.atomic
def make_default(person: Person, address_id: int) -> None:
    """Offer this address first from now on. Raises Http404 when it is not hers."""
    access_address(person, address_id)
    Address.objects.filter(person=person, is_default=True).exclude(id=address_id).update(is_default=False)
    Address.objects.filter(id=address_id).update(is_default=True)


@transaction.atomic
def remove_address(person: Person, address_id: int) -> None:
    """Forget an address; the newest of the others becomes the default. Raises Http404 when it is not hers."""
    was_default = access_address(person, address_id).is_default
    Address.objects.filter(id=address_id).delete()
    newest = Address.objects.filter(person=person).order_by("-id").first()
    if was_default and newest:
        Address.objects.filter(id=newest.id).update(is_default=True)
