"""The demo hub: seeded once, complete, with a past in which everything happened; makers for tests and benches."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from karum.catalogue import queries as catalogue
from karum.catalogue.models import Product
from karum.catalogue.services import PictureFiles, write_picture
from karum.disputes.queries import cases_for_hub, other_cases
from karum.disputes.queries.chargebacks import chargebacks
from karum.disputes.queries.conflicts import conflicts
from karum.ledger import queries as ledger
from karum.orders import queries as orders
from karum.orders.domain.states import State
from karum.parties import queries as parties
from karum.payments.queries import awaited, payout_runs
from karum.payments.queries.payouts import due_payouts
from karum.payments.queries.reconcile import reconciliation
from karum.payments.queries.statements import entries_to_decide
from karum.reports.domain.months import last_closed
from karum.reports.queries.invoices import invoices_of_month
from karum.seeds import bulk, content
from karum.seeds.factories import LYON, make_business, make_offer, make_orders, make_person
from karum.seeds.services import open_shops, pictures, seed_demo

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@cache
def _mug() -> PictureFiles:
    return write_picture(pictures.encoded(pictures.draw("mug", ["teal"], seed="one for all")))


def _small(row: content.ProductRow) -> PictureFiles:
    """One drawing for all: test_drawing looks at the rest."""
    return _mug()


class _PowerCut(Exception):
    pass


def _cut(*_args: object, **_names: object) -> int:
    raise _PowerCut


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any) -> Iterator[list[str]]:
    """The demo hub, seeded for this file at the second try, in a transaction that is rolled back; what it said."""
    from django.db import transaction
    from django.test import override_settings

    media = Path(tmp_path_factory.mktemp("media"))
    said: list[str] = []
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "painted", _small)
        with transaction.atomic():
            with pytest.MonkeyPatch.context() as power:
                power.setattr("karum.seeds.services.demo.seed_history", _cut)
                with pytest.raises(_PowerCut):
                    seed_demo(said.append)
            assert seed_demo(said.append)
            yield said
            transaction.set_rollback(True)
    connection.close()


def test_it_goes_on_where_it_was_interrupted_and_says_what_it_does(demo: list[str]) -> None:
    assert len(demo) == 5
    assert "32 firms" in demo[0]
    assert "56 orders" in demo[1]
    assert f"{_goods()} pictures" in demo[2]


def test_people_can_trade_before_there_is_a_past(demo: list[str]) -> None:
    """The shops are open when the hub says that it is ready; a second start opens nothing."""
    said: list[str] = []
    before = _counts()
    open_shops(said.append)
    assert (said, _counts()) == ([], before)


def _goods() -> int:
    return sum(len(seller.products) for seller in content.sellers())


def test_a_second_seeding_changes_nothing(demo: list[str]) -> None:
    before = _counts()
    assert not seed_demo(demo.append)
    assert _counts() == before


def test_people_review_what_they_bought_and_ask_what_they_want_to_know(demo: list[str]) -> None:
    from karum.reviews import queries as reviews
    from karum.talk import queries as talk

    page = catalogue.product_page("huye-washed-bourbon", "en")
    assert page is not None
    rating = reviews.ratings([page.id])[page.id]
    assert rating.mean is not None
    assert rating.with_photo == 1
    found = reviews.find("en", reviews.Filter(), product_id=page.id)
    assert {one.row.language for one in found.reviews} == {"fr", "sw", "en"}
    assert len(found.countries) == 3
    assert len(reviews.reported("en")) == len(reviews.hidden("en")) == 1
    answers, count = talk.public_answers(page.id)
    assert (len(answers), count) == (2, 2)
    assert len(talk.reported()) == 1
    huye = next(card for card in parties.all_businesses() if card.slug == "huye-hills-coffee")
    assert talk.inbox_counts(huye.id)[talk.Show.WAITING] == 3
    assert talk.answer_speed(huye.id, now=timezone.now()) is not None


def test_every_firm_has_its_shop(demo: list[str]) -> None:
    assert {card.slug for card in parties.all_businesses()} >= {row.slug for row in content.sellers()}
    verified = [card for card in parties.all_businesses() if card.verified]
    assert 24 <= len(verified) < len(content.sellers())


def test_every_product_has_a_picture_and_offers(demo: list[str]) -> None:
    for seller in content.sellers():
        for row in seller.products:
            page = catalogue.product_page(row.slug, "en")
            assert page is not None
            assert page.pictures, row.slug
            assert page.offers, row.slug
            assert set(page.languages) == set(row.titles), row.slug


def test_a_product_has_offers_of_two_sellers(demo: list[str]) -> None:
    page = catalogue.product_page("huye-washed-bourbon", "sw")
    assert page is not None
    assert page.text.language == "sw"
    assert len({offer.seller_id for offer in page.offers}) == 3


def test_no_checkout_of_the_past_was_left_out(demo: list[str]) -> None:
    from karum.seeds.services.history import checkouts

    wanted = sum(len({row[0] for row in checkout.goods}) for checkout in checkouts())
    assert len(orders.recent_orders(limit=500)) == wanted


def test_every_state_has_an_order(demo: list[str]) -> None:
    states = Counter(order.state for order in orders.recent_orders(limit=500))
    at_the_door = {State.PROMISED, State.RETURNING}  # cash is taken only where CASH_COUNTRIES says so
    assert set(states) == set(State) - at_the_door


def test_no_clock_of_an_open_order_has_run_out(demo: list[str]) -> None:
    late = [order for order in orders.recent_orders(limit=500) if order.due_at and order.due_at < timezone.now()]
    assert [(order.number, order.state) for order in late] == []


def test_some_orders_were_refunded_in_part(demo: list[str]) -> None:
    assert any(0 < order.refunded.minor < order.total.minor for order in orders.recent_orders(limit=500))


def test_the_books_balance_and_money_is_due(demo: list[str]) -> None:
    assert ledger.wrong_balances() == []
    assert ledger.unbalanced_currencies() == []
    due = due_payouts()
    assert any(row.has_account for row in due)
    assert any(not row.has_account for row in due)


def test_every_step_of_a_dispute_and_all_that_waits_for_an_operator_is_there(demo: list[str]) -> None:
    assert {case.stage for case in [*cases_for_hub(), *other_cases()]} == {
        "talk_seller",
        "mediation",
        "decided",
        "appeal",
    }
    assert [(one.state, len(one.shares)) for one in chargebacks()] == [("open", 1)]
    states = Counter(run.state for run in payout_runs())
    assert states == {"confirmed": 1, "sent": 1, "prepared": 1}
    waiting = {(entry.name, entry.why) for entry in entries_to_decide()}
    assert ("Lena Brandt", "unknown_in") in waiting
    assert len(waiting) == 3
    ((payment, told),) = awaited()
    assert (payment.method, told.missing) == ("bank_transfer", payment.amount)
    parted = [order for order in orders.recent_orders(limit=500) if order.parts]
    assert [order.state for order in parted] == [State.ACCEPTED]
    assert all(one.is_explained for one in reconciliation())
    assert invoices_of_month(last_closed(timezone.now()))


def test_the_appeal_waits_for_somebody_who_is_free_to_hear_it(demo: list[str]) -> None:
    (case,) = (one for one in cases_for_hub() if one.stage == "appeal")
    first = parties.Person.objects.get(email="operator@hub.example")
    assert not any(conflicts(case.row, first).values())


def test_bulk_offers_can_be_found(demo: list[str]) -> None:
    before = catalogue.search(catalogue.SearchQuery(words="")).total
    assert bulk.fill(60, say=demo.append) == 60
    assert catalogue.search(catalogue.SearchQuery(words="")).total.count == before.count + 30


def test_a_seller_of_many_products_can_be_filled_again(demo: list[str]) -> None:
    model = Product.objects.filter(slug=content.sellers()[0].products[0].slug).get()
    facts = {"category_id": model.category_id, "language": "en", "hs_code": model.hs_code, "origin": model.origin}
    more = (Product(slug=f"more-{number}", created_by=model.created_by, **facts) for number in range(1_000))
    made = Product.objects.bulk_create(more)
    try:
        templates = bulk._templates()
    finally:
        Product.objects.filter(id__in=[product.id for product in made]).delete()
    assert {one.product.slug for one in templates} == {
        product.slug for row in content.sellers() for product in row.products
    }


@pytest.mark.django_db
def test_the_makers_make_a_paid_order() -> None:
    seller = make_business()
    offer = make_offer(seller, variants=("250 g", "500 g"), breaks=((10, 6900),))
    (order,) = make_orders({offer: 2}, now=NOW, ship_to=LYON, buyer=make_person())
    assert order.state == State.PAID
    assert order.lines[0].quantity == 2


def _counts() -> dict[str, int]:
    tables = (
        "parties_business",
        "parties_person",
        "catalogue_offer",
        "catalogue_picture",
        "orders_order",
        "shipping_rate",
    )
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found
