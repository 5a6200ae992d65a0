"""Reads about people and businesses. ``access_*`` are the only ways for a view to what belongs to somebody."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from karum.parties.domain import BADGE_SCOPES, PostalAddress, Role
from karum.parties.models import Address, Business, Identifier, Invitation, Letter, Membership, Verification
from karum.parties.models import Person as Person  # the type of whoever is signed in, for other packages

Anyone = AbstractBaseUser | AnonymousUser
"""Whoever a request comes from."""


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


@dataclass(frozen=True, slots=True)
class AddressCard:
    """An address that a person keeps."""

    id: int
    address: PostalAddress
    is_default: bool


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Somebody who works in a business."""

    person_id: int
    full_name: str
    email: str
    role: Role


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


# --- businesses ----------------------------------------------------------------------------------------------------


def business(business_id: int) -> BusinessCard:
    """The business with this id. Raises KeyError when there is none: ids come from our own rows."""
    return businesses([business_id])[business_id]


def businesses(ids: Iterable[int]) -> dict[int, BusinessCard]:
    """The businesses with these ids in one read; an id without a business is left out."""
    return {card.id: card for card in _cards(Business.objects.filter(id__in=set(ids)))}


def business_by_slug(slug: str) -> BusinessCard | None:
    """The active business at ``/s/<slug>``, or None."""
    return next(iter(_cards(Business.objects.filter(slug=slug, active=True))), None)


def all_businesses(*, active_only: bool = True) -> list[BusinessCard]:
    """Every business by name."""
    found = Business.objects.order_by("name", "id")
    return _cards(found.filter(active=True) if active_only else found)


def businesses_of(person: Anyone) -> list[tuple[BusinessCard, Role]]:
    """Where the person works, by name, with her role there."""
    roles = dict(Membership.objects.filter(person_id=person.pk).values_list("business_id", "role")) if person.pk else {}
    found = _cards(Business.objects.filter(id__in=roles).order_by("name", "id"))
    return [(card, Role(roles[card.id])) for card in found]


def role_in(person: Anyone, business_id: int) -> Role | None:
    """The person's role in the business, None when she does not work there."""
    if not person.is_authenticated:
        return None
    role = (
        Membership.objects.filter(person_id=person.pk, business_id=business_id).values_list("role", flat=True).first()
    )
    return None if role is None else Role(role)


def access_business(person: Anyone, slug: str, *, need: Role = Role.PACKER) -> BusinessCard:
    """The business ``slug`` for someone who works there with at least the role ``need``.

    Raises Http404 for everybody else, so that nobody learns who works where; PermissionDenied when the role is too low.
    """
    found = next(iter(_cards(Business.objects.filter(slug=slug))), None)
    role = role_in(person, found.id) if found else None
    if found is None or role is None:
        raise Http404
    if role < need:
        raise PermissionDenied
    return found


def access_operator(person: Anyone) -> Person:
    """The person when she works for the hub's operator. Raises PermissionDenied otherwise."""
    if not (isinstance(person, Person) and person.is_active and person.is_operator):
        raise PermissionDenied
    return person


def members(business_id: int) -> list[MemberCard]:
    """Who works in the business, owners first."""
    found = (
        Membership.objects.filter(business_id=business_id)
        .select_related("person")
        .order_by("-role", "person__full_name", "id")
    )
    return [MemberCard(row.person_id, row.person.full_name, row.person.email, Role(row.role)) for row in found]


def owners_emails(business_id: int) -> list[str]:
    """Where letters about the business go: its owners and managers."""
    return [card.email for card in members(business_id) if card.role >= Role.MANAGER]


def open_invitations(business_id: int) -> list[Invitation]:
    """Invitations that may still be accepted, newest first."""
    return list(_open_invitations().filter(business_id=business_id).order_by("-created_at"))


def invitation(token: str) -> Invitation | None:
    """The open invitation behind the link of a letter, or None when it was used, withdrawn or is too old."""
    return _open_invitations().filter(token=token).select_related("business", "invited_by").first()


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


# --- people --------------------------------------------------------------------------------------------------------


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


def passkey_count(person: Anyone) -> int:
    """How many passkeys the person has."""
    count: int = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN).count()
    return count


def demo_people() -> list[DemoPerson]:
    """The people of the demo hub: operators, then those who sell, then those who buy, each by name."""
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
    return sorted(people, key=lambda one: (not one.is_operator, not one.businesses))


def letters(*, to: str = "", limit: int = 100) -> list[Letter]:
    """The newest letters of the demo hub's mailbox, all of them or those ``to`` one address."""
    found = Letter.objects.filter(recipient__iexact=to) if to else Letter.objects.all()
    return list(found[:limit])


def letter(letter_id: int) -> Letter | None:
    """One letter of the demo hub's mailbox."""
    return Letter.objects.filter(id=letter_id).first()


# --- rows to values ------------------------------------------------------------------------------------------------


def _open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


def _current(today: date) -> QuerySet[Verification]:
    """The same question as ``domain.is_current``, asked of the database."""
    return Verification.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=today),
        checked_on__lte=today,
    )


def _cards(found: QuerySet[Business]) -> list[BusinessCard]:
    badge = _current(timezone.localdate()).filter(business_id=OuterRef("pk"), scope__in=BADGE_SCOPES)
    rows = list(found.annotate(verified=Exists(badge)))
    numbers: dict[int, list[IdentifierCard]] = {row.id: [] for row in rows}
    for number in Identifier.objects.filter(business_id__in=numbers).order_by("scheme", "id"):
        numbers[number.business_id].append(IdentifierCard(number.scheme, number.value))
    return [_card(row, tuple(numbers[row.id])) for row in rows]


_ADDRESS_FIELDS = tuple(field.name for field in fields(PostalAddress))


def _card(row: Business, identifiers: tuple[IdentifierCard, ...]) -> BusinessCard:
    kept = {name: str(row.address[name]) for name in _ADDRESS_FIELDS if row.address.get(name)}
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


def _address_card(row: Address) -> AddressCard:
    address = PostalAddress(**{name: getattr(row, name) for name in _ADDRESS_FIELDS})
    return AddressCard(row.id, address, row.is_default)
