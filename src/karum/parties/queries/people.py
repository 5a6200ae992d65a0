"""Reads about people, and the demo hub's mailbox."""

import unicodedata
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from karum.parties.domain import Role
from karum.parties.models import Letter, Person
from karum.parties.queries.anyone import Anyone


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the demo hub and where she works."""

    email: str
    full_name: str
    about: str
    country: str
    language: str
    is_operator: bool
    businesses: tuple[tuple[str, Role], ...]


def plain(name: str) -> str:
    """A name without accents and capitals, for sorting: Aïssatou stands before Anke."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(mark))


def demo_people() -> list[DemoPerson]:
    """The people of the demo hub: operators, then those who buy, then those who sell, each by name."""
    rows = (
        Person.objects.filter(is_demo=True, is_active=True)
        .prefetch_related("memberships__business")
        .order_by("full_name", "id")
    )
    people = [
        DemoPerson(
            email=row.email,
            full_name=row.full_name,
            about=row.demo_about,
            country=row.country,
            language=row.language,
            is_operator=row.is_operator,
            businesses=tuple((work.business.name, Role(work.role)) for work in row.memberships.all()),
        )
        for row in rows
    ]
    return sorted(people, key=lambda one: (not one.is_operator, bool(one.businesses), plain(one.full_name)))


def full_name_of(person_id: int) -> str:
    """The name of the person, "" when she has given none."""
    return Person.objects.filter(id=person_id).values_list("full_name", flat=True).first() or ""


def passkey_count(person: Anyone) -> int:
    """How many passkeys the person has."""
    count: int = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN).count()
    return count


def letters(*, to: str = "", limit: int = 100) -> list[Letter]:
    """The newest letters of the demo hub's mailbox, all of them or those ``to`` one address."""
    found = Letter.objects.filter(recipient__iexact=to) if to else Letter.objects.all()
    return list(found[:limit])


def letter(letter_id: int) -> Letter | None:
    """One letter of the demo hub's mailbox."""
    return Letter.objects.filter(id=letter_id).first()
