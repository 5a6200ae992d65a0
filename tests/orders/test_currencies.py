"""Two currencies: the spread is in the quote and in an account of its own, positions are seen and closed."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from karum.catalogue.models import Offer
from karum.ledger.domain import AccountKey, Purpose
from karum.ledger.queries import balance, balances
from karum.money import Money
from karum.orders import terms as terms_file
from karum.orders.domain.states import Action
from karum.orders.domain.treasury import Book, conversions
from karum.orders.models import Order
from karum.orders.queries import access_order_as_operator, fx_positions
from karum.orders.queries.doors import buyers_rate, exchange_rate
from karum.orders.services import act, convert, give_back
from tests.orders.conftest import NOW
from tests.orders.test_checkout import CARD, coffee, guest, to_review  # noqa: F401
from tests.orders.test_give_back import exchanged, finish
from tests.orders.test_life import BUYER, HUB, SELLER, books_are_right, net

pytestmark = pytest.mark.django_db


@pytest.fixture
def spread(monkeypatch: pytest.MonkeyPatch) -> None:
    dear = replace(terms_file.terms(), fx_spread_bp=200)
    monkeypatch.setattr(terms_file, "all_terms", lambda: {dear.version: dear})


@pytest.mark.usefixtures("spread")
@pytest.mark.parametrize(("base", "quote"), [("EUR", "GBP"), ("USD", "EUR"), ("RWF", "USD")])
def test_the_buyers_rate_is_the_reference_rate_and_the_spread(base: str, quote: str) -> None:
    reference, buyers = exchange_rate(base, quote, NOW.date()), buyers_rate(base, quote, NOW.date())
    assert reference is not None
    assert buyers is not None
    assert abs(buyers.rate / reference.rate - Decimal("1.02")) < Decimal("1e-9")
    assert buyers.spread_bp == 200


@pytest.mark.usefixtures("spread")
def test_within_one_currency_nothing_is_added() -> None:
    found = buyers_rate("EUR", "EUR", NOW.date())
    assert found is not None
    assert (found.rate, found.spread_bp) == (1, 0)


@pytest.mark.usefixtures("spread")
def test_the_spread_is_locked_in_the_quote_and_becomes_an_account(guest: Client, coffee: Offer) -> None:  # noqa: F811
    quote = to_review(guest, coffee)
    placed = guest.post("/checkout/review", {"quote": quote})
    guest.post(placed["Location"], CARD)
    row = Order.objects.get()
    reference = exchange_rate("EUR", "GBP", timezone.now().date())
    assert reference is not None
    paid = row.goods_minor + row.shipping_minor
    plain = (1250 + 900) * reference.rate
    assert abs(paid - plain * Decimal("1.02")) <= 1
    page = guest.get(f"/o/{access_order_as_operator(row.seller_id, row.key).token}").text
    assert re.search(r"part for the exchange, 2\s?%, is in it\.", page)
    now = timezone.now()
    for action, actor in ((Action.ACCEPT, SELLER), (Action.SHIP, SELLER), (Action.CONFIRM, BUYER)):
        act(row.seller_id, row.key, action, actor, now=now)
    kept = balance(AccountKey(row.seller_id, Purpose.SPREAD, "GBP")).net.minor
    assert kept == paid * 200 // 10_200
    assert abs(balance(AccountKey(row.seller_id, Purpose.FX, "GBP")).net.minor - plain) <= 2
    assert books_are_right()
    all_of_it = access_order_as_operator(row.seller_id, row.key).left
    give_back(row.seller_id, row.key, all_of_it, "claim 1", HUB, now=now)
    assert {b.key.purpose for b in balances(row.seller_id) if b.net} == set()


def test_positions_are_seen_at_the_days_rate_and_closed_with_their_result(offer: Offer) -> None:
    finish(exchanged(offer))
    found = {position.amount.currency: position for position in fx_positions(NOW.date())}
    assert (found["EUR"].amount, found["RWF"].amount) == (Money(1043, "EUR"), Money(-16_800, "RWF"))
    assert found["EUR"].worth is not None
    assert found["EUR"].worth.currency == "USD"
    key = uuid4()
    for _again in range(2):
        (one,) = convert(key, Money(1000, "EUR"), Money(16_500, "RWF"), now=NOW)
        assert (one.cost, one.result) == (16_800 * 1000 // 1043, 393)
    assert (net(Purpose.FX), net(Purpose.FX, "RWF")) == (43, 16_500 - 393 - 16_800)
    assert (net(Purpose.BANK), net(Purpose.BANK, "RWF"), net(Purpose.FX_RESULT, "RWF")) == (-1000, 16_500, 393)
    convert(uuid4(), Money(43, "EUR"), Money(600, "RWF"), now=NOW + timedelta(days=1))
    assert (net(Purpose.FX), net(Purpose.FX, "RWF")) == (0, 0)
    assert net(Purpose.FX_RESULT, "RWF") == 393 - 93
    assert fx_positions(NOW.date()) == []
    assert books_are_right()
    with pytest.raises(ValueError, match="open position"):
        convert(UUID(int=9), Money(1, "EUR"), Money(15, "RWF"), now=NOW)


def test_a_deal_is_split_over_the_books_to_the_cent() -> None:
    found = conversions([Book(1, 100, 300), Book(2, 50, 151), Book(3, 50, 149)], Money(101, "EUR"), Money(307, "RWF"))
    assert (sum(one.sold for one in found), sum(one.bought for one in found)) == (101, 307)


def test_a_book_whose_share_buys_nothing_is_sold_all_the_same() -> None:
    found = conversions([Book(1, 998, 600), Book(2, 1, 1), Book(3, 1, 1)], Money(1000, "JPY"), Money(6, "EUR"))
    assert (sum(one.sold for one in found), sum(one.bought for one in found)) == (1000, 6)
    assert [one.bought for one in found] == [6, 0, 0]
