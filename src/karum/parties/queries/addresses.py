"""Reads about the addresses that people keep."""

from dataclasses import dataclass, fields

from django.http import Http404

from karum.parties.domain import PostalAddress
from karum.parties.models import Address
from karum.parties.queries.anyone import Anyone

ADDRESS_FIELDS = tuple(field.name for field in fields(PostalAddress))


@dataclass(frozen=True, slots=True)
class AddressCard:
    """An address that a person keeps."""

    id: int
    address: PostalAddress
    is_default: bool


def addresses_of(person: Anyone) -> list[AddressCard]:
    """The addresses that the person keeps, the default one first."""
    found = Address.objects.filter(person_id=person.pk).order_by("-is_default", "-id") if person.pk else ()
    return [_address_card(row) for row in found]


def access_address(person: Anyone, address_id: int) -> AddressCard:
    """One of the person's own addresses. Raises Http404 for any other."""
    row = Address.objects.filter(person_id=person.pk, id=address_id).first() if person.pk else None
    if row is None:
        raise Http404
    return _address_card(row)


def _address_card(row: Address) -> AddressCard:
    address = PostalAddress(**{name: getattr(row, name) for name in ADDRESS_FIELDS})
    return AddressCard(row.id, address, row.is_default)
