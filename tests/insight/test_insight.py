"""Counts of what happens on pages: of nobody, never on the way of a page, and shown only where they are many."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from karum.insight.domain.charts import HEIGHT, WIDTH, bars
from karum.insight.domain.tally import Name, Step, Tally, What, band, clean_words
from karum.insight.models import Count
from karum.insight.queries import as_csv, insight
from karum.insight.services import add_rows, forget_old, write_counts, writing
from karum.insight.services.counting import tally
from karum.parties.models import Person
from tests.shop.conftest import COFFEE, Hub

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = NOW.date()
AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    tally.take()
    yield
    tally.take()


@pytest.fixture
def visitor() -> Client:
    client = Client(headers={"user-agent": AGENT})
    client.cookies["locale"] = "KE.en.KES"
    return client


def rows(what: What) -> list[tuple[int, str, str, int]]:
    found = Count.objects.filter(what=what).order_by("seller_id", "country", "key")
    return list(found.values_list("seller_id", "country", "key", "number"))


# what is counted


def test_a_page_counts_in_memory_and_is_written_later(
    hub: Hub,
    visitor: Client,
    django_assert_num_queries: Any,
) -> None:
    visitor.get(f"/p/{COFFEE}?offer={hub.offer_id}")
    visitor.get(f"/p/{COFFEE}?offer={hub.offer_id}")
    assert not Count.objects.exists()
    write_counts(now=NOW)
    assert rows(What.VIEW) == [(0, "KE", COFFEE, 2), (hub.coffee_seller.id, "KE", COFFEE, 2)]
    with django_assert_num_queries(0):
        assert write_counts(now=NOW) == 0


def test_a_page_that_names_no_offer_counts_for_each_who_sells_it(hub: Hub, visitor: Client) -> None:
    visitor.get(f"/p/{COFFEE}")
    write_counts(now=NOW)
    assert {row[0] for row in rows(What.VIEW)} == {0, hub.coffee_seller.id, hub.pottery.id}


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "WhatsApp/2 preview", "", "curl/8"])
def test_robots_are_not_counted(hub: Hub, visitor: Client, agent: str) -> None:
    visitor.get(f"/p/{COFFEE}", headers={"user-agent": agent})
    visitor.get("/search?q=bourbon", headers={"user-agent": agent})
    assert tally.take() == {}


def test_what_a_browser_fetches_before_it_is_asked_for_is_not_counted(hub: Hub, visitor: Client) -> None:
    visitor.get(f"/p/{COFFEE}", headers={"sec-purpose": "prefetch;prerender"})
    assert tally.take() == {}


def test_pages_that_are_not_there_are_not_counted(hub: Hub, visitor: Client) -> None:
    visitor.get("/p/made-up")
    assert tally.take() == {}


def test_words_are_counted_and_those_that_found_little_apart(hub: Hub, visitor: Client) -> None:
    visitor.get("/search?q=Bourbon")
    visitor.get("/search?q=xqzxqz")
    write_counts(now=NOW)
    assert (0, "KE", "xqzxqz", 1) in rows(What.MISSED)
    assert {row[2] for row in rows(What.ASKED)} == {"bourbon", "xqzxqz"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Red  CUP ", "red cup"), ("ana@example.org", ""), ("0788 123 456", ""), ("a" * 61, ""), ("", ""),
     ("mug 300 ml", "mug 300 ml"), ("咖啡", "咖啡")],
)  # fmt: skip
def test_words_that_may_name_a_person_are_not_kept(typed: str, kept: str) -> None:
    assert clean_words(typed) == kept


def test_each_step_of_buying_counts_once_in_a_visit(hub: Hub, visitor: Client) -> None:
    visitor.post("/cart/add", {"offer_id": hub.offer_id, "quantity": 2})
    for address in ("/cart", "/cart", "/checkout/address", "/cart"):
        visitor.get(address)
    write_counts(now=NOW)
    steps = [row for row in rows(What.STEP) if row[0] == hub.coffee_seller.id]
    assert [(country, key.partition(":")[0], number) for _id, country, key, number in steps] == [
        ("KE", "address", 1), ("KE", "cart", 1),
    ]  # fmt: skip
    assert len({row[2].partition(":")[2] for row in steps}) == 1, "the same band of prices"


def test_no_row_and_no_cookie_is_of_a_person(hub: Hub, visitor: Client) -> None:
    visitor.post("/cart/add", {"offer_id": hub.offer_id, "quantity": 1})
    visitor.get("/cart")
    cookie = visitor.cookies["steps"]
    step, parcel = cookie.value.split(".")
    assert step == "cart"
    assert parcel.split("-")[0] == str(hub.coffee_seller.id)
    assert not cookie["max-age"], "it goes with the window"
    assert cookie["httponly"]
    assert {field.name for field in Count._meta.get_fields()} == {
        "id", "day", "what", "seller_id", "country", "key", "number",
    }  # fmt: skip


@pytest.mark.parametrize("cookie", ["x", "cart.", "cart.1-", "pay.9-9.x", "done.1--1", "cart." + "1-10." * 500, "\x00"])
def test_a_made_up_cookie_does_no_harm(hub: Hub, visitor: Client, cookie: str) -> None:
    visitor.cookies["steps"] = cookie
    assert visitor.get("/cart").status_code == 200
    write_counts(now=NOW)


# memory and the database


def test_counts_wait_for_a_database_that_is_away(hub: Hub, visitor: Client, monkeypatch: Any) -> None:
    visitor.get(f"/p/{COFFEE}")
    add = writing.add_rows

    def away(_rows: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(writing, "add_rows", away)
    with pytest.raises(OperationalError):
        write_counts(now=NOW)
    monkeypatch.setattr(writing, "add_rows", add)
    visitor.get(f"/p/{COFFEE}")
    write_counts(now=NOW)
    assert rows(What.VIEW)[0] == (0, "KE", COFFEE, 2)


def test_memory_is_bounded_whatever_is_typed() -> None:
    small = Tally(keys_max=3)
    for number in range(10):
        small.add(Name(What.ASKED, f"word {number}"))
    small.add(Name(What.ASKED, "word 1"))
    taken = small.take()
    assert len(taken) == 3
    assert taken[Name(What.ASKED, "word 1")] == 2


def test_old_counts_go_and_rare_words_after_a_week(db: None) -> None:
    old, recent = DAY - timedelta(days=401), DAY - timedelta(days=8)
    add_rows(
        [
            (old, "view", 1, "KE", "cup", 50),
            (recent, "view", 1, "KE", "cup", 1),
            (recent, "asked", 0, "KE", "ana mukamana huye", 4),
            (recent, "asked", 0, "KE", "cup", 5),
        ]
    )
    assert forget_old(now=NOW) == 2
    assert set(Count.objects.values_list("what", "key")) == {("view", "cup"), ("asked", "cup")}


# what is shown


def test_small_numbers_are_hidden_and_totals_are_not(db: None) -> None:
    add_rows(
        [
            (DAY, "view", 1, "KE", "cup", 9),
            (DAY, "view", 1, "LI", "cup", 4),
            (DAY, "view", 1, "KE", "rare", 4),
            (DAY, "step", 1, "KE", "cart:50", 10),
            (DAY, "step", 1, "KE", "done:50", 4),
            (DAY, "step", 1, "KE", "cart:500", 4),
        ]
    )
    found = insight(1, last=DAY, days=7)
    assert found.views == 17
    assert [(row.key, row.number, row.bought) for row in found.countries] == [("KE", 13, 4)]
    assert [row.key for row in found.products] == ["cup"]
    [funnel] = found.funnels
    assert (funnel.lower, funnel.upper, funnel.left) == (50, 100, 0.6)
    assert len(found.days) == 7


def test_a_seller_sees_her_own_counts_only(db: None) -> None:
    add_rows([(DAY, "view", 1, "KE", "cup", 9), (DAY, "view", 2, "KE", "jug", 9), (DAY, "view", 0, "KE", "jug", 18)])
    assert [row.key for row in insight(1, last=DAY, days=7).products] == ["cup"]
    assert insight(None, last=DAY, days=7).views == 18


def test_a_file_is_never_a_formula(db: None) -> None:
    add_rows([(DAY, "asked", 0, "KE", "=cmd|x", 9)])
    table = list(csv.reader(io.StringIO(as_csv(insight(1, last=DAY, days=7)))))
    assert ["searched", "'=cmd|x", "9", ""] in table


@pytest.mark.parametrize(("amount", "lower"), [(-1, 0), (0, 0), (9.99, 0), (10, 10), (99.99, 50), (5_000, 1_000)])
def test_bands_begin_at_their_price(amount: float, lower: int) -> None:
    assert band(amount) == lower


def test_bars_fill_the_chart() -> None:
    drawn = bars([0, 5, 10])
    assert [bar.height for bar in drawn] == [0, HEIGHT / 2, HEIGHT]
    assert drawn[-1].x + drawn[-1].width <= WIDTH
    assert bars([]) == []


def test_the_pages_show_counts_to_whom_they_belong(hub: Hub, client: Client) -> None:
    today = datetime.now(UTC).date()
    add_rows(
        [
            (today, "view", hub.coffee_seller.id, "KE", COFFEE, 12),
            (today, "view", 0, "KE", COFFEE, 12),
            (today, "missed", 0, "KE", "copper pot", 8),
            (today, "step", hub.coffee_seller.id, "KE", f"{Step.CART}:25", 6),
        ]
    )
    stranger = Person.objects.create(email="grace@example.org", full_name="Grace")
    operator = Person.objects.create(email="op@example.org", full_name="Odile", is_operator=True)
    assert client.get("/hub/insight").status_code == 302
    client.force_login(stranger)
    assert client.get("/hub/insight").status_code in (403, 404)
    client.force_login(operator)
    page = client.get("/hub/insight?days=7").content.decode()
    assert "copper pot" in page
    assert "<rect " in page
    assert "copper pot" in client.get("/hub/insight.csv").content.decode()
