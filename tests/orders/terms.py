"""Orders that are not paid whole beforehand, for tests."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from karum.catalogue.models import Offer
from karum.money import Money
from karum.orders import checks
from karum.orders.domain.instalments import SellerTerms, Way, plan
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action
from karum.orders.models import Instalment, Order
from karum.orders.queries.truth import groups_that_differ, orders_that_differ
from karum.orders.services import place_orders, settle_group
from karum.orders.terms import terms
from karum.payments import services as payments
from karum.payments.domain import PaymentRecord
from karum.payments.models import Payment
from tests.orders.conftest import NOW, ask
from tests.orders.invariants import FAR, books_that_differ, illegal_trails
from tests.orders.test_life import SELLER, _card, books_are_right, do, pay

SELLERS = SellerTerms(deposit_bp=3000, deposit_from=Money(0, "EUR"), balance_days=7, cash=True)


def agreed(request: OrderRequest, way: Way, seller: SellerTerms = SELLERS) -> OrderRequest:
    """The same order, paid another way."""
    found = plan(way, request.charge, seller, terms())
    return replace(request, way=way, later=found.later, balance_days=found.balance_days)


def placed(offer: Offer, way: Way, **facts: object) -> OrderRequest:
    request = agreed(ask(offer, **facts), way)  # type: ignore[arg-type]
    place_orders([request], now=NOW)
    return request


def deposited(offer: Offer, **facts: object) -> OrderRequest:
    """A deposit of 30 % was paid: of 1,400 (two units: goods 1,000, shipping 300, duty 20, tax 80) it is 420."""
    request = placed(offer, Way.DEPOSIT, quantity=2, **facts)
    pay(replace(request, total_seen=request.first))
    return request


def ready(offer: Offer, **facts: object) -> OrderRequest:
    request = deposited(offer, **facts)
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.READY, SELLER)
    return request


def pay_later(
    request: OrderRequest, *, now: datetime = NOW, card: str = "4242424242424242", settle: bool = True
) -> PaymentRecord:
    """Pay the balance by card."""
    later = later_of(request)
    assert request.later is not None
    amount = Money(request.later.minor, request.charge.currency)
    found = payments.start(key=uuid4(), group_key=later.group_key, amount=amount, instrument=_card(card), now=now)
    if settle:
        settle_group(later.group_key, now=now)
    return found


def later_of(request: OrderRequest) -> Instalment:
    return Instalment.objects.get(seller_id=request.seller_id, order_key=request.key)


def row_of(request: OrderRequest) -> Order:
    return Order.objects.get(seller_id=request.seller_id, key=request.key)


def back(request: OrderRequest) -> tuple[int, int]:
    """What went back of the first payment and of the later one, in minor units."""
    first = Payment.objects.filter(group_key=request.group_key).order_by("id").first()
    later = Payment.objects.filter(group_key=later_of(request).group_key).order_by("id").first()
    return (first.refunded_minor if first else 0, later.refunded_minor if later else 0)


def sound() -> list[str]:
    """What the doctor, ``karum ledger verify`` and the plain books say is wrong; empty when nothing is."""
    asked = (checks.stock, checks.escrow, checks.instalments, checks.each_order)
    found = [finding.said for ask in asked if not (finding := ask()).ok]
    found += [str(wrong) for wrong in orders_that_differ()]
    found += [str(wrong) for wrong in groups_that_differ(before=FAR)]
    found += illegal_trails() + books_that_differ()
    return found if books_are_right() else [*found, "the books are wrong"]
