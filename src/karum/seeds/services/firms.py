"""People and firms of the demo: who they are, how they ship, where their money goes."""

from datetime import datetime, time, timedelta
from random import Random

from babel import Locale
from django.db import transaction
from schwifty import IBAN

from karum.parties import queries as parties_read
from karum.parties import services as parties
from karum.parties.domain import PostalAddress, Role
from karum.payments import services as payments
from karum.payments.domain.bank import BankDetails, has_iban
from karum.seeds import content
from karum.seeds.content import PersonRow, SellerRow
from karum.seeds.geography import TIME_ZONES
from karum.seeds.services.rates import seed_rates
from karum.seeds.services.shelves import seed_products
from karum.shipping import services as shipping

# Two firms that nobody has checked yet, and one that did not say where its money goes: the operator has work.
UNVERIFIED = frozenset({"viti-moana", "hanji-maru"})
WITHOUT_BANK = frozenset({"wattle-and-gum"})
OPERATOR = "Salma Idrissi, hub office"


@transaction.atomic
def seed_people() -> None:
    """The operator and the buyers, with the addresses they keep."""
    for row in content.people():
        if row.role == "packer":
            continue
        person = parties.create_person(
            row.email,
            row.name,
            language=row.language,
            country=row.country,
            is_operator=row.role == "operator",
            demo=True,
            about=row.about,
        )
        if row.address is not None:
            answer = parties.save_address(person, PostalAddress(row.country, name=row.name, **row.address))
            assert not isinstance(answer, parties.Refused), f"{row.email}: {answer}"


@transaction.atomic
def seed_seller(row: SellerRow, *, now: datetime) -> tuple[int, bool]:
    """The firm with all that is its own, its products too, in one commit; return its id and whether it is new."""
    there = parties_read.business_by_slug(row.slug)
    if there is not None:
        return there.id, False
    owner = _person(row.owner)
    business = parties.create_business(
        slug=row.slug,
        name=row.name,
        legal_name=row.legal_name,
        country=row.country,
        currency=row.currency,
        language="en",
        kind=row.kind,
        story=row.stories["en"],
        founded=row.founded,
        address=PostalAddress(row.country, name=row.owner.name, company=row.name, **row.address),
        owner=owner,
    )
    for language, text in row.stories.items():
        parties.save_story(business.id, language, text, author=row.owner.name)
    for packer in content.people():
        if packer.role == "packer" and packer.business == row.slug:
            parties.add_member(business.id, _person(packer), Role.PACKER)
    number = parties.add_identifier(business.id, "registration", f"{row.country}-{row.founded}-{business.id:05}")
    assert not isinstance(number, parties.Refused), f"{row.slug}: {number}"
    _statements(row, business.id, now)
    refused = shipping.set_dispatch(
        business.id, country=row.country, cut_off=time(14), time_zone=TIME_ZONES[row.country]
    )
    assert refused is None, f"{row.slug}: {refused}"
    seed_rates(business.id, row.country, row.currency, now.date())
    if row.slug not in UNVERIFIED:
        payments.decide_tier(business.id, "verified", "Papers seen by the hub office", person_id=None, now=now)
    if row.slug not in WITHOUT_BANK:
        errors = payments.save_bank_account(business.id, _account(row), now=now)
        assert not errors, f"{row.slug}: {errors}"
    seed_products(row, business.id)
    return business.id, True


def _person(row: PersonRow) -> parties_read.Person:
    return parties.create_person(
        row.email, row.name, language=row.language, country=row.country, demo=True, about=row.about
    )


def _statements(row: SellerRow, business_id: int, now: datetime) -> None:
    if row.slug in UNVERIFIED:
        return
    chance = Random(row.slug)
    day = now.date() - timedelta(days=chance.randint(30, 200))
    said = [
        (
            "registration",
            f"Extract of the company register, {Locale('en').territories[row.country]}: {row.legal_name}",
            "document",
            365 * 2,
        ),
        ("identity", f"Identity card of {row.owner.name}", "video call", 365 * 3),
    ]
    if chance.random() < 0.4:
        said.append(
            ("origin", "The workshop makes what it sells; three products were followed from the start.", "visit", 365)
        )
    for scope, statement, method, days in said:
        answer = parties.verify(
            business_id,
            scope,
            statement,
            checked_by=OPERATOR,
            checked_on=day,
            valid_until=day + timedelta(days=days),
            method=method,
        )
        assert not isinstance(answer, parties.Refused), f"{row.slug}: {answer}"


def _account(row: SellerRow) -> BankDetails:
    """An account that nobody has: an IBAN with right check digits where the country has them."""
    chance = Random(row.slug)
    if has_iban(row.country):
        iban = str(IBAN.random(country_code=row.country, random=chance))
        return BankDetails(row.legal_name, row.country, row.currency, iban=iban)
    number = "".join(chance.choice("0123456789") for _ in range(11))
    return BankDetails(row.legal_name, row.country, row.currency, account_number=number, bank_code=f"{row.country}0001")
