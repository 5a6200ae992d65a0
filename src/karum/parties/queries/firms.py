"""Reads about businesses."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Exists, OuterRef
from django.utils import timezone

from karum.parties.domain import BADGE_SCOPES, PostalAddress, Role, is_current
from karum.parties.models import Business, Membership
from karum.parties.queries.addresses import ADDRESS_FIELDS
from karum.runtime.sql import Row, statement
from karum.runtime.wording import in_order

_SQL = Path(__file__).parent.parent / "sql"
_business_cards = statement(_SQL, "business_cards")
_verifications = statement(_SQL, "verifications")


@dataclass(frozen=True, slots=True)
class IdentifierCard:
    """A number of a business, as papers show it."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class BusinessCard:
    """What any page may show of a business. ``verified``: a statement about who the firm is speaks for today."""

    id: int
    slug: str
    name: str
    legal_name: str
    country: str
    currency: str
    language: str
    city: str
    kind: str
    story: str
    founded: int | None
    verified: bool
    address: PostalAddress
    identifiers: tuple[IdentifierCard, ...]
    active: bool = True

    def identifier(self, scheme: str) -> str:
        """The business's number of ``scheme``, or an empty text."""
        return next((card.value for card in self.identifiers if card.scheme == scheme), "")


@dataclass(frozen=True, slots=True)
class VerificationCard:
    """A dated statement about a business. ``current``: it speaks for today."""

    id: int
    scope: str
    statement: str
    method: str
    checked_on: date
    valid_until: date | None
    checked_by: str
    withdrawn_on: date | None
    withdrawn_why: str
    current: bool


def business(business_id: int) -> BusinessCard:
    """The business with this id. Raises KeyError when there is none: ids come from our own rows."""
    return businesses([business_id])[business_id]


def businesses(ids: Iterable[int]) -> dict[int, BusinessCard]:
    """The businesses with these ids in one read; an id without a business is left out."""
    asked = {"ids": list(set(ids)), "badge_scopes": sorted(BADGE_SCOPES), "today": timezone.now().date()}
    return {row[0]: _card(row) for row in _business_cards(asked)}


def business_ids(*, after: int = 0, limit: int) -> list[int]:
    """The ids of the next ``limit`` businesses after ``after``, open or closed."""
    return list(Business.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:limit])


def closed(ids: Iterable[int]) -> frozenset[int]:
    """Those of the businesses whose shop is off the hub for now."""
    return frozenset(Business.objects.filter(id__in=set(ids), active=False).values_list("id", flat=True))


def business_by_slug(slug: str) -> BusinessCard | None:
    """The active business at ``/s/<slug>``, or None."""
    card = any_business_by_slug(slug)
    return card if card is not None and card.active else None


def any_business_by_slug(slug: str) -> BusinessCard | None:
    """The business of this name, closed or not, or None."""
    found = Business.objects.filter(slug=slug).values_list("id", flat=True)
    return next(iter(businesses(found).values()), None)


def all_businesses(*, active_only: bool = True) -> list[BusinessCard]:
    """Every business by name."""
    found = businesses(Business.objects.values_list("id", flat=True)).values()
    kept = sorted((card for card in found if card.active or not active_only), key=lambda card: card.id)
    return in_order(kept, lambda card: card.name)


def verifications(business_id: int) -> list[VerificationCard]:
    """Every statement about the business, newest first, current or not."""
    today = timezone.now().date()
    return [
        VerificationCard(
            id=statement_id,
            scope=scope,
            statement=said,
            method=method,
            checked_on=checked_on,
            valid_until=valid_until,
            checked_by=checked_by,
            withdrawn_on=withdrawn_on,
            withdrawn_why=why,
            current=is_current(checked_on, valid_until, withdrawn_on, today),
        )
        for statement_id, scope, said, method, checked_on, valid_until, checked_by, withdrawn_on, why in _verifications(
            {"business_id": business_id}
        )
    ]


def firms_without_owner() -> list[str]:
    """The slugs of active firms that nobody owns."""
    owned = Membership.objects.filter(business_id=OuterRef("pk"), role=Role.OWNER.value)
    return list(Business.objects.filter(~Exists(owned), active=True).order_by("slug").values_list("slug", flat=True))


def _card(row: Row) -> BusinessCard:
    slug, name, legal_name, country, currency, language, kind, story, founded, active = row[1:11]
    said = json.loads(row[11])
    kept = {field: str(said[field]) for field in ADDRESS_FIELDS if said.get(field)}
    address = PostalAddress(**{"country": country, "company": legal_name or name, **kept})
    return BusinessCard(
        id=row[0],
        slug=slug,
        name=name,
        legal_name=legal_name or name,
        country=country,
        currency=currency,
        language=language,
        city=address.city,
        kind=kind,
        story=story,
        founded=founded,
        verified=row[12],
        address=address,
        identifiers=tuple(IdentifierCard(scheme, value) for scheme, value in json.loads(row[13] or "[]")),
        active=active,
    )
