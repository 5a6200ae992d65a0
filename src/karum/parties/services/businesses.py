"""Businesses: founded, described, numbered and verified."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from karum.money import exponent
from karum.parties.domain import SCOPES, PostalAddress, Role, check_identifier, known_country, tidy_address
from karum.parties.domain.words import Said, gettext_noop
from karum.parties.events import BusinessChanged, IdentityChanged
from karum.parties.models import Business, Identifier, Membership, Person, Verification
from karum.parties.queries import BusinessCard, IdentifierCard
from karum.parties.queries import business as card_of
from karum.parties.services.refusal import Refused
from karum.runtime import events


@transaction.atomic
def create_business(
    *,
    name: str,
    country: str,
    currency: str,
    slug: str = "",
    legal_name: str = "",
    language: str = "en",
    kind: str = "",
    story: str = "",
    founded: int | None = None,
    address: PostalAddress | None = None,
    owner: Person | None = None,
) -> BusinessCard:
    """Found a business and make ``owner`` its owner.

    An empty slug is made from the name; one that is taken gets a number. Raises ValueError for a country or currency
    that does not exist: forms offer only real ones.
    """
    if not known_country(country):
        raise ValueError(f"{country!r} is not a country code of ISO 3166")
    exponent(currency)
    row = Business.objects.create(
        slug=_free_slug(slug or name),
        name=name,
        legal_name=legal_name,
        country=country,
        currency=currency,
        language=language,
        kind=kind,
        story=story,
        founded=founded,
        address=asdict(tidy_address(address)) if address else {},
    )
    if owner is not None:
        Membership.objects.create(person=owner, business=row, role=Role.OWNER)
    events.publish(IdentityChanged(row.id))
    return card_of(row.id)


_EDITABLE = frozenset({"name", "legal_name", "language", "kind", "story", "founded"})
_IDENTITY = frozenset({"name", "legal_name", "address"})


@transaction.atomic
def edit_business(business_id: int, *, address: PostalAddress | None = None, **values: Any) -> BusinessCard:
    """Change what the firm says about itself: name, legal_name, language, kind, story, founded, address.

    Country and currency stay as they are: prices, escrow and papers hang on them.
    """
    unknown = values.keys() - _EDITABLE
    assert not unknown, f"a business has no editable {sorted(unknown)}"
    if address is not None:
        values["address"] = asdict(tidy_address(address))
    Business.objects.filter(id=business_id).update(**values)
    events.publish(BusinessChanged(business_id))
    if values.keys() & _IDENTITY:
        events.publish(IdentityChanged(business_id))
    return card_of(business_id)


@transaction.atomic
def set_active(business_id: int, active: bool) -> None:
    """Show the firm's shop, or take it off the hub; its people keep their desk."""
    Business.objects.filter(id=business_id).update(active=active)
    events.publish(BusinessChanged(business_id))


def add_identifier(business_id: int, scheme: str, value: str, *, country: str = "") -> IdentifierCard | Refused:
    """Keep a number of the business, as its rules write it. ``country``: empty is the business's own."""
    country = country or Business.objects.values_list("country", flat=True).get(id=business_id)
    checked = check_identifier(scheme, value, country)
    if not checked.ok:
        assert checked.message is not None
        return Refused({"value": checked.message})
    at = timezone.now() if checked.certain else None
    Identifier.objects.update_or_create(
        business_id=business_id, scheme=scheme, value=checked.normal, defaults={"country": country, "checked_at": at}
    )
    return IdentifierCard(scheme, checked.normal)


def remove_identifier(business_id: int, scheme: str, value: str) -> None:
    """Forget a number of the business."""
    Identifier.objects.filter(business_id=business_id, scheme=scheme, value=value).delete()


def verify(
    business_id: int,
    scope: str,
    statement: str,
    *,
    checked_by: str,
    checked_on: date,
    valid_until: date | None = None,
    method: str = "",
    operator: Person | None = None,
) -> int | Refused:
    """Record what was checked about a business, by whom, how and until when it speaks. Returns the statement's id."""
    messages: dict[str, Said] = {}
    if scope not in SCOPES:
        messages["scope"] = Said(gettext_noop("Choose what was checked from the list."))
    if not statement.strip():
        messages["statement"] = Said(gettext_noop("Say what was checked and what was found."))
    if not checked_by.strip():
        messages["checked_by"] = Said(gettext_noop("Say who checked it."))
    if checked_on > timezone.localdate():
        messages["checked_on"] = Said(gettext_noop("This day has not come yet."))
    if valid_until is not None and valid_until < checked_on:
        messages["valid_until"] = Said(gettext_noop("A statement cannot end before it begins."))
    if messages:
        return Refused(messages)
    row = Verification.objects.create(
        business_id=business_id,
        scope=scope,
        statement=statement.strip(),
        method=method.strip(),
        checked_by=checked_by.strip(),
        checked_on=checked_on,
        valid_until=valid_until,
        operator=operator,
    )
    return row.id


def withdraw_verification(business_id: int, verification_id: int, why: str) -> None:
    """A statement that no longer holds stays on record, with the day and the reason of its end."""
    Verification.objects.filter(business_id=business_id, id=verification_id, withdrawn_on=None).update(
        withdrawn_on=timezone.localdate(), withdrawn_why=why.strip()
    )


def _free_slug(wanted: str) -> str:
    base = slugify(wanted)[:70].strip("-") or "shop"
    taken = set(Business.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
