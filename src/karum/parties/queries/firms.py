"""Reads about businesses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from karum.parties.domain import BADGE_SCOPES, PostalAddress, Role
from karum.parties.models import Business, Identifier, Membership, Verification
from karum.parties.queries.addresses import ADDRESS_FIELDS


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
    return {card.id: card for card in cards_of(Business.objects.filter(id__in=set(ids)))}


def business_ids(*, after: int = 0, limit: int) -> list[int]:
    """The ids of the next ``limit`` businesses after ``after``, open or closed."""
    return list(Business.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:limit])


def closed(ids: Iterable[int]) -> frozenset[int]:
    """Those of the businesses whose shop is off the hub for now."""
    return frozenset(Business.objects.filter(id__in=set(ids), active=False).values_list("id", flat=True))


def business_by_slug(slug: str) -> BusinessCard | None:
    """The active business at ``/s/<slug>``, or None."""
    return next(iter(cards_of(Business.objects.filter(slug=slug, active=True))), None)


def all_businesses(*, active_only: bool = True) -> list[BusinessCard]:
    """Every business by name."""
    found = Business.objects.order_by("name", "id")
    return cards_of(found.filter(active=True) if active_only else found)


def verifications(business_id: int) -> list[VerificationCard]:
    """Every statement about the business, newest first, current or not."""
    today = timezone.localdate()
    rows = Verification.objects.filter(business_id=business_id).order_by("-checked_on", "-id")
    current = set(_current(today).filter(business_id=business_id).values_list("id", flat=True))
    return [
        VerificationCard(
            id=row.id,
            scope=row.scope,
            statement=row.statement,
            method=row.method,
            checked_on=row.checked_on,
            valid_until=row.valid_until,
            checked_by=row.checked_by,
            withdrawn_on=row.withdrawn_on,
            withdrawn_why=row.withdrawn_why,
            current=row.id in current,
        )
        for row in rows
    ]


def firms_without_owner() -> list[str]:
    """The slugs of active firms that nobody owns."""
    owned = Membership.objects.filter(business_id=OuterRef("pk"), role=Role.OWNER.value)
    return list(Business.objects.filter(~Exists(owned), active=True).order_by("slug").values_list("slug", flat=True))


def _current(today: date) -> QuerySet[Verification]:
    """The same question as ``domain.is_current``, asked of the database."""
    return Verification.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=today),
        checked_on__lte=today,
    )


def cards_of(found: QuerySet[Business]) -> list[BusinessCard]:
    """The cards of these rows: one read for them and one for their numbers."""
    badge = _current(timezone.localdate()).filter(business_id=OuterRef("pk"), scope__in=BADGE_SCOPES)
    rows = list(found.annotate(verified=Exists(badge)))
    numbers: dict[int, list[IdentifierCard]] = {row.id: [] for row in rows}
    for number in Identifier.objects.filter(business_id__in=numbers).order_by("scheme", "id"):
        numbers[number.business_id].append(IdentifierCard(number.scheme, number.value))
    return [_card(row, tuple(numbers[row.id])) for row in rows]


def _card(row: Business, identifiers: tuple[IdentifierCard, ...]) -> BusinessCard:
    kept = {name: str(row.address[name]) for name in ADDRESS_FIELDS if row.address.get(name)}
    address = PostalAddress(**{"country": row.country, "company": row.legal_name or row.name, **kept})
    return BusinessCard(
        id=row.id,
        slug=row.slug,
        name=row.name,
        legal_name=row.legal_name or row.name,
        country=row.country,
        currency=row.currency,
        language=row.language,
        city=address.city,
        kind=row.kind,
        story=row.story,
        founded=row.founded,
        verified=bool(getattr(row, "verified", False)),
        address=address,
        identifiers=identifiers,
        active=row.active,
    )
