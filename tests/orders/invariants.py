"""What must hold of a hub's money at every moment, in one function, for random tests and for planted losses alike.

``problems()`` asks the doctor's own checks, and then keeps the books once more in the plainest way: from the audit
trails of the orders alone, account by account, without a look at the ledger.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from karum.ledger.checks import sums
from karum.ledger.domain import NEVER_OVERDRAWN, NEVER_OVERPAID, Purpose
from karum.ledger.queries import balances
from karum.money import allocate
from karum.orders import checks
from karum.orders.domain.states import FINAL, TRANSITIONS, Action, State
from karum.orders.models import Order, OrderEvent
from karum.orders.queries.truth import groups_that_differ, orders_that_differ
from karum.payments.checks import payouts
from karum.runtime.doctor import Finding

DOCTOR: tuple[Callable[[], Finding], ...] = (sums, checks.stock, checks.escrow, payouts)
FAR = datetime(9999, 1, 1, tzinfo=UTC)


class Account(NamedTuple):
    """``purpose``: the ledger's, or one of the sums below."""

    seller_id: int
    purpose: str
    currency: str


Books = defaultdict[Account, int]
"""What stands in each account, positive on its natural side."""

# Settlements and payouts move money within these sums or out of both: no trail of an order tells of them.
MONEY = "money less the seller's own"
SELLERS = (Purpose.PAYABLE, Purpose.RESERVE, Purpose.TRANSIT)
ALIKE: dict[str, str] = dict.fromkeys(
    (Purpose.CLEARING, Purpose.BANK, Purpose.CHARGES, Purpose.RECEIVABLE, *SELLERS), MONEY
)


def problems(*, settled: bool = True) -> list[str]:
    """Everything that is wrong with the hub's money, in sentences; empty when nothing is.

    ``settled``: no payment waits for the job that tells its orders, so payments and books must already agree.
    """
    found = [finding.said for ask in DOCTOR if not (finding := ask()).ok]
    found += [str(wrong) for wrong in orders_that_differ()]
    found += [str(wrong) for wrong in groups_that_differ(before=FAR)] if settled else []
    return found + illegal_trails() + overdrawn() + owing_and_rich() + books_that_differ()


def illegal_trails() -> list[str]:
    """Orders whose trail has a gap or a step that is not in the table, or whose state is not where the trail ends."""
    table = {
        (source, t.action, t.target or source, role) for t in TRANSITIONS for source in t.sources for role in t.roles
    }
    found = []
    for order, events in trails():
        steps = [event.step for event in events]
        legal = bool(events) and events[0].action == "place" and events[0].target == State.PLACED
        at = State.PLACED
        for event in events[1:]:
            legal = legal and (at, event.action, event.target, event.role) in table and event.source == at
            at = State(event.target)
        ended = at in FINAL
        if not legal or steps != list(range(1, len(steps) + 1)) or order.steps != len(steps) or order.state != at:
            found.append(f"order {order.key} is {order.state} at step {order.steps}, its trail says {at} at {steps}")
        elif ended != (order.due_at is None) and not order.stops:
            found.append(f"order {order.key} is {order.state} and its term is {order.due_at}")
    return found


def overdrawn() -> list[str]:
    """Accounts below zero where that is forbidden, whatever the database's own constraints say."""
    found = []
    for b in balances():
        low = b.key.purpose in NEVER_OVERDRAWN and b.free.minor < 0
        if low or (b.key.purpose in NEVER_OVERPAID and b.credits_posted + b.credits_pending > b.debits_posted):
            found.append(f"{b.key} holds less than nothing: {b}")
    return found


def owing_and_rich() -> list[str]:
    """Sellers who owe the hub although they have money of the same currency to be paid out."""
    net = {(b.key.seller_id, b.key.currency, b.key.purpose): b.net.minor for b in balances()}
    return [
        f"seller {seller_id} owes {minor} {currency} and has some"
        for (seller_id, currency, purpose), minor in net.items()
        if purpose is Purpose.RECEIVABLE and minor > 0 and net.get((seller_id, currency, Purpose.PAYABLE), 0) > 0
    ]


def books_that_differ() -> list[str]:
    """Accounts in which the ledger holds another sum than the plain books."""
    plain, kept = plain_books(), defaultdict[Account, int](int)
    for b in balances():
        sign = -1 if b.key.purpose in SELLERS else 1
        kept[Account(b.key.seller_id, ALIKE.get(b.key.purpose, b.key.purpose), b.key.currency)] += sign * b.net.minor
        if b.key.purpose is Purpose.ESCROW:
            kept[Account(b.key.seller_id, "expected", b.key.currency)] += b.credits_pending
    return [
        f"{account} holds {kept[account]}, by the trails it should hold {plain[account]}"
        for account in sorted(plain.keys() | kept.keys())
        if kept[account] != plain[account]
    ]


def plain_books() -> Books:
    """Sums of all accounts, and what escrow still expects, from the trails."""
    books: Books = defaultdict(int)
    for order, events in trails():
        Life(order, books).replay(events)
    return books


def trails() -> list[tuple[Order, list[OrderEvent]]]:
    """Every order with its audit trail."""
    steps: defaultdict[tuple[int, object], list[OrderEvent]] = defaultdict(list)
    for event in OrderEvent.objects.order_by("step"):
        steps[event.seller_id, event.order_key].append(event)
    return [(order, steps[order.seller_id, order.key]) for order in Order.objects.order_by("seller_id", "key")]


class Life:
    """One order's money, moved by the rules as a person would tell them."""

    def __init__(self, order: Order, books: Books) -> None:
        self.order, self.books = order, books
        self.held = [order.goods_minor, order.shipping_minor, order.duty_minor, order.tax_minor, order.fees_minor]
        self.kept = [0] * 5
        """parts that were released and not given back"""
        self.whole = order.goods_minor + order.shipping_minor
        self.sold = self.payable = self.fee = self.spread = 0
        """what was released: goods and shipping, and what seller, hub and spread got of it"""
        self.gone = self.gone_payable = self.gone_fee = self.gone_spread = 0
        """what was given back of these"""
        exchange = json.loads(order.facts).get("exchange") or {}
        self.spread_bp = int(exchange.get("spread_bp", 0))

    def replay(self, events: list[OrderEvent]) -> None:
        total, paid = sum(self.held), False
        for event in events:
            if event.action == Action.PAY:
                paid = True
                self._move(MONEY, total)
                self._move(Purpose.ESCROW, total)
            elif event.amount_minor is not None and event.action != "place":
                self._back(event.amount_minor)
            elif event.action in (Action.CONFIRM, Action.RELEASE):
                self._release()
        if not paid and self.order.state == State.PLACED:
            self._move("expected", total)

    def _move(self, purpose: str, minor: int, currency: str = "") -> None:
        self.books[Account(self.order.seller_id, purpose, currency or self.order.currency)] += minor

    def _release(self) -> None:
        """Escrow opens: goods and shipping to the seller less the fee, duty and tax for those whose they are."""
        order, parts = self.order, self.held
        self.held, self.kept = [0] * 5, [a + b for a, b in zip(self.kept, parts, strict=True)]
        before = (self.payable, self.fee, self.spread)
        self.sold += parts[0] + parts[1]
        self.fee = order.settlement_fee_minor * self.sold // self.whole
        if self._exchanged:
            due = order.settlement_goods_minor + order.settlement_shipping_minor - order.settlement_fee_minor
            self.payable = due * self.sold // self.whole
            self.spread = self.sold * self.spread_bp // (10_000 + self.spread_bp)
        else:
            self.payable = self.sold - self.fee
        self._move(Purpose.ESCROW, -sum(parts))
        self._seller_and_hub(parts, self.payable - before[0], self.fee - before[1], self.spread - before[2])

    def _back(self, minor: int) -> None:
        """To the buyer: out of escrow first; of what was released seller, hub and states each give their share."""
        out = min(minor, sum(self.held))
        self.held = [a - b for a, b in zip(self.held, allocate(out, self.held), strict=True)]
        self._move(Purpose.ESCROW, -out)
        self._move(MONEY, -minor)
        if rest := minor - out:
            parts = allocate(rest, self.kept)
            self.kept = [a - b for a, b in zip(self.kept, parts, strict=True)]
            self.gone += parts[0] + parts[1]
            before = (self.gone_payable, self.gone_fee, self.gone_spread)
            fee = self.fee * self.gone // self.sold if self.sold else 0
            gross = (self.payable + self.fee) * self.gone // self.sold if self.sold else 0
            self.gone_payable, self.gone_fee = gross - fee, fee
            self.gone_spread = self.spread * self.gone // self.sold if self.sold else 0
            self._seller_and_hub(
                [-part for part in parts],
                before[0] - self.gone_payable,
                before[1] - self.gone_fee,
                before[2] - self.gone_spread,
            )

    def _seller_and_hub(self, parts: list[int], payable: int, fee: int, spread: int) -> None:
        own = self.order.settlement_currency
        self._move(Purpose.DUTY, parts[2] + parts[4])
        self._move(Purpose.TAX, parts[3])
        self._move(Purpose.FEE, fee, own)
        self._move(MONEY, -payable, own)
        if self._exchanged:
            self._move(Purpose.SPREAD, spread)
            self._move(Purpose.FX, parts[0] + parts[1] - spread)
            self._move(Purpose.FX, -payable - fee, own)

    @property
    def _exchanged(self) -> bool:
        return self.order.currency != self.order.settlement_currency
