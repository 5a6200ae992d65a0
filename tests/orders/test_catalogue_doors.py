"""A catalogue's door prices by columns are those of the product pages."""

import csv
import io
from datetime import UTC, datetime

import pytest

from karum.catalogue.queries.offers import offers, priced_offers
from karum.money import Money
from karum.orders.domain.doors import DoorLine
from karum.orders.queries.catalogue_doors import catalogue_prices
from karum.orders.queries.doors import door_prices
from karum.seeds.factories import make_business, make_offer, make_shelf
from karum.site.cli import main

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GOODS = (("090121", 285), ("610910", 180), ("691110", 900), ("330499", 60), ("040900", 400), ("621490", 90_000))

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(db: None) -> None:
    make_shelf()
    for country, currency in (("RW", "RWF"), ("DE", "EUR"), ("GB", "GBP")):
        seller = make_business(country=country, currency=currency, day=NOW)
        for hs_code, weight_g in GOODS:
            for price in (900, 14_900, 15_000, 99_999):
                make_offer(seller, hs_code=hs_code, weight_g=weight_g, price=price, breaks=((6, 800),), quantity_min=6)


@pytest.mark.parametrize(
    ("country", "currency"), [("DE", "EUR"), ("GB", "GBP"), ("US", "USD"), ("JP", "JPY"), ("KE", "EUR")]
)
def test_every_offer_has_the_price_of_its_page(catalogue: None, country: str, currency: str) -> None:
    asked = priced_offers()
    assert len(asked) == 3 * len(GOODS) * 4
    found = catalogue_prices(asked, country, currency, now=NOW)
    snapshots = offers([offer.id for offer in asked], "en")
    lines = [
        DoorLine(snapshots[offer.id], offer.quantity_min, Money(offer.price_minor, offer.currency)) for offer in asked
    ]
    for price, door in zip(found, door_prices(lines, country, currency, now=NOW), strict=True):
        total = door.total.minor if door.total else None
        assert (price.landed, price.forbidden) == (total, door.status == "forbidden"), (price, door.status)
        if total is not None:
            assert price.certain == (door.landed is not None and door.landed.is_certain)
            assert price.due_at_checkout == (door.checkout.minor if door.checkout else None)


def test_a_country_without_rules_has_no_prices(catalogue: None) -> None:
    found = catalogue_prices(priced_offers(), "ZZ", "EUR", now=NOW)
    assert {price.landed for price in found} == {None}


def test_the_command_writes_a_row_for_each_offer(catalogue: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prices", "de", "--limit", "5"]) == 0
    written = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(written.out)))
    assert len(rows) == 5
    assert {row["currency"] for row in rows} == {"EUR"}
    assert "5 offers to DE" in written.err


def test_the_command_without_a_limit_ends_after_the_last_offer(
    catalogue: None, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = len(priced_offers())
    assert main(["prices", "DE"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == everything
