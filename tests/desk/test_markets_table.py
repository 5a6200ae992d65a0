"""Where can I sell this? Every market in one table: may I, at what price at the door, what would a proof save."""

import csv
import io
import re

import pytest
from django.test import Client
from django.utils import timezone

from karum.catalogue import services as catalogue
from karum.catalogue.queries import offer as offer_of
from karum.desk.queries.markets import SHOWS, MarketRow, market_rows, ordered
from karum.money import Money
from karum.parties import services as parties
from karum.rules.queries import markets
from karum.shipping import services as shipping
from tests.desk.conftest import Firm


@pytest.fixture
def maker(db: None) -> Firm:
    """A firm in Kenya whose shirts may come into the EU and the United Kingdom free of duty."""
    owner = parties.create_person("shirts@example.org", full_name="Wanjiru")
    card = parties.create_business(name="Thika Shirts", country="KE", currency="EUR", owner=owner)
    catalogue.save_category("clothing", {"en": "Clothing"})
    product_id = catalogue.create_product(
        seller_id=card.id, category="clothing", language="en", title="T-shirt", hs_code="610910", origin="KE"
    )
    offer_id = catalogue.set_offer(
        seller_id=card.id, variant_id=catalogue.add_variant(product_id, weight_g=200), sku="T", available=9,
        price=Money(20_000, "EUR"),
    )  # fmt: skip
    zone = shipping.set_zone(card.id, "Near", ["DE", "GB", "UG"])
    assert isinstance(zone, int)
    shipping.set_rate(
        card.id, zone, name="Post", carrier="post", mode="post", currency="EUR", weight_bands=[(2_000, 900)],
        days_min=5, days_max=9,
    )  # fmt: skip
    return Firm(card, owner, owner, owner, owner, product_id, offer_id, zone)


def rows_of(maker: Firm) -> dict[str, MarketRow]:
    offer = offer_of(maker.offer_id, "en")
    assert offer
    return {row.country: row for row in market_rows(maker.card, offer, now=timezone.now())}


def page_of(maker: Firm, client: Client, words: str = "") -> str:
    client.force_login(maker.owner)
    answer = client.get(f"{maker.url('markets', maker.product_id)}{words}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def countries_on(page: str) -> list[str]:
    return re.findall(r'<th scope="row">([^<]+)</th>', page)


def test_every_market_that_has_rules_is_a_row(maker: Firm) -> None:
    assert set(rows_of(maker)) == set(markets())


def test_where_she_ships_the_price_is_with_her_shipping_elsewhere_without_and_says_so(
    maker: Firm, client: Client
) -> None:
    rows = rows_of(maker)
    assert rows["DE"].ships
    assert rows["DE"].door.shipping == Money(900, "EUR")
    assert not rows["NO"].ships
    assert rows["NO"].landed is not None
    assert rows["NO"].door.shipping == Money(0, rows["NO"].door.currency)
    assert not rows["NO"].door.can_buy
    page = page_of(maker, client)
    assert "without shipping" in page
    assert "You do not ship there yet: set up shipping" in page


def test_the_price_stands_in_the_buyers_currency_and_in_the_sellers(maker: Firm) -> None:
    row = rows_of(maker)["GB"]
    assert row.door.currency == "GBP"
    assert row.own is not None
    assert row.own.currency == "EUR"
    assert row.door.total is not None
    assert row.own.minor > row.door.total.minor  # a pound is more than a euro


def test_a_proof_of_origin_shows_what_it_would_save(maker: Firm, client: Client) -> None:
    best = rows_of(maker)["GB"].best
    assert best is not None
    assert best.code == "UK-KENYA-EPA"
    assert best.saving
    assert "a proof of origin lowers the duty" in page_of(maker, client)


def test_a_price_that_is_not_known_is_unknown_and_its_own_amount_too(maker: Firm) -> None:
    unknown = [row for row in rows_of(maker).values() if row.door.total is None]
    assert all(row.own is None for row in unknown)
    assert all(row.missing or row.status == "forbidden" for row in unknown)


def test_the_easiest_come_first_and_what_is_unknown_last(maker: Firm) -> None:
    rows = ordered(rows_of(maker).values(), "ease")
    assert rows[0].ships
    assert rows[0].door.total is not None
    first_refused = next((place for place, row in enumerate(rows) if row.status == "forbidden"), len(rows))
    assert all(row.status == "forbidden" for row in rows[first_refused:])
    cheapest = [row for row in ordered(rows_of(maker).values(), "price") if row.ships and row.own]
    sums = [row.own.minor for row in cheapest if row.own]
    assert sums == sorted(sums)


def test_a_filter_shows_its_markets_only(maker: Firm, client: Client) -> None:
    rows = rows_of(maker)
    by_filter = {name: {c for c, row in rows.items() if row.show == name} for name in SHOWS[1:]}
    assert set().union(*by_filter.values()) == set(rows)
    assert "DE" in by_filter["ready"] | by_filter["restricted"]
    for name, codes in by_filter.items():
        assert len(countries_on(page_of(maker, client, f"?show={name}"))) == len(codes)
    assert "Norway" in countries_on(page_of(maker, client, "?show=unshipped"))
    assert len(countries_on(page_of(maker, client, "?show=nonsense&sort=x&offer=y"))) == len(markets())


def test_the_table_comes_as_a_file_too(maker: Firm, client: Client) -> None:
    client.force_login(maker.owner)
    answer = client.get(maker.url("markets-file", maker.product_id))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(markets())
    germany = next(row for row in rows if row["Code"] == "DE")
    found = rows_of(maker)["DE"].door.total
    assert found is not None
    assert germany["At the door"] == found.text
    assert germany["You ship there"] == "1"


def test_the_table_takes_few_queries_however_many_markets_there_are(
    maker: Firm, client: Client, django_assert_max_num_queries: "object"
) -> None:
    page_of(maker, client)
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        page_of(maker, client)


def test_a_price_of_the_table_is_that_of_the_calculator(maker: Firm, client: Client) -> None:
    row = rows_of(maker)["GB"]
    page = client.get(row.calculator).content.decode()
    assert row.door.total is not None
    assert f"£{row.door.total.text}" in page


def test_a_product_of_somebody_else_is_not_there(maker: Firm, firm: Firm, client: Client) -> None:
    client.force_login(maker.owner)
    assert client.get(maker.url("markets", firm.product_id)).status_code == 404
    assert client.get(maker.url("markets-file", firm.product_id)).status_code == 404
