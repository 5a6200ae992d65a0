"""Reads about people, and the demo hub's mailbox."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models.functions import Lower

from karum.parties.domain import Role, time_zone_of
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


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with an account, as who writes to her needs to know her. ``zone``: of her time, "" while unknown."""

    id: int
    email: str
    language: str
    zone: str


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


def readers(emails: Iterable[str]) -> dict[str, Reader]:
    """Who has an account at these e-mail addresses, by the address in small letters. Closed accounts are not found."""
    small = {email.lower() for email in emails}
    rows = Person.objects.annotate(small=Lower("email")).filter(small__in=small, is_active=True) if small else ()
    return {row.email.lower(): _reader(row) for row in rows}


def _reader(row: Person) -> Reader:
    of_country = time_zone_of(row.country) if row.country else ""
    return Reader(row.id, row.email, row.language, row.zone or row.zone_seen or of_country)


def shown_addresses(person_id: int) -> list[str]:
    """The e-mail addresses that the person has shown by a code to be hers; none once her account is closed."""
    rows = EmailAddress.objects.filter(user_id=person_id, user__is_active=True, verified=True)
    return list(rows.values_list("email", flat=True))


def emails_of(person_ids: Iterable[int]) -> dict[int, str]:
    """The e-mail addresses of these people by their id; closed accounts have none."""
    return dict(Person.objects.filter(id__in=person_ids, is_active=True).values_list("id", "email"))


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
