"""What people want to hear, and by which way."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower

from karum.notices.domain.kinds import KINDS, About, Kind, about
from karum.notices.models import Choice
from karum.parties.queries import Anyone, businesses_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whether somebody gets notices of a kind by e-mail, and by push."""

    by_email: bool
    by_push: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """One line of the page of switches."""

    about: About
    by_email: bool
    by_push: bool


def wanted(kind: Kind, readers: Mapping[str, int | None]) -> dict[str, Wanted]:
    """What each reader wants of ``kind``. ``readers``: e-mail address -> id of her account, None for who has none.

    What she said in her account counts before what was said at her address.
    """
    ids = [person_id for person_id in readers.values() if person_id is not None]
    rows = Choice.objects.annotate(address=Lower("email")).filter(
        Q(person_id__in=ids) | Q(person_id=None, address__in=[address.lower() for address in readers]), kind=kind
    )
    of_people, of_addresses = dict[int, Choice](), dict[str, Choice]()
    for row in rows:
        if row.person_id is None:
            of_addresses[row.email.lower()] = row
        else:
            of_people[row.person_id] = row
    return {
        address: _decided(
            about(kind), of_people.get(person_id) if person_id is not None else None, of_addresses.get(address.lower())
        )
        for address, person_id in readers.items()
    }


def switches_of(person: Anyone) -> list[Switch]:
    """Every kind that concerns the person, with what she chose; those of sellers only for who works in a firm."""
    address = getattr(person, "email", "")
    rows = Choice.objects.filter(Q(person_id=person.pk) | Q(person_id=None, email=address.lower()))
    hers = {row.kind: row for row in rows if row.person_id is not None}
    of_address = {row.kind: row for row in rows if row.person_id is None}
    sells = bool(businesses_of(person))
    found = []
    for one in KINDS:
        if sells or not one.for_sellers:
            chosen = _decided(one, hers.get(one.kind), of_address.get(one.kind))
            found.append(Switch(one, chosen.by_email, chosen.by_push))
    return found


def _decided(one: About, hers: Choice | None, of_address: Choice | None) -> Wanted:
    by_email, by_push = one.email, one.push
    for row in (of_address, hers):
        if row is not None:
            by_email = by_email if row.by_email is None else row.by_email
            by_push = by_push if row.by_push is None else row.by_push
    return Wanted(by_email or not one.can_be_off, by_push)
