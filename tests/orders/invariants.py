"""What must hold of a hub's money at every moment, in one function, for random tests and for planted losses alike.

``problems()`` asks the doctor's own checks, and then keeps the books once more in the plainest way: from the audit
trails of the orders alone, account by account, without a look at the ledger.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from karum.ledger.checks import sums
from karum.ledger.domain import NEVER_OVERDRAWN, NEVER_OVERPAID, Purpose
from karum.ledger.queries import balances
from karum.orders import checks
from karum.orders.domain.instalments import Due, Way
from karum.orders.domain.states import FINAL, TRANSITIONS, Action, Role, State
from karum.orders.models import Instalment, MoneyStep, Order, OrderEvent, OrderLine, Shipment
from karum.orders.queries.truth import groups_that_differ, orders_that_differ
from karum.orders.rows import parts_of
from karum.orders.terms import terms_of
from karum.payments.checks import payouts
from karum.payments.models import Payout
from karum.runtime.doctor import Finding
from tests.orders.plain_books import EXPECTED, Account, Books, Life, Step, Terms

DOCTOR: tuple[Callable[[], Finding], ...] = (sums, checks.stock, checks.escrow, checks.instalments, payouts)
FAR = datetime(9999, 1, 1, tzinfo=UTC)

# Settlements, payouts, coins and money that nobody knows move within this sum: no trail of an order tells of them.
MONEY = "money less the seller's own"
ALIKE: dict[str, str] = dict.fromkeys(
    (
        Purpose.CLEARING, Purpose.BANK, Purpose.CHARGES, Purpose.RECEIVABLE, Purpose.ROUNDING, Purpose.SUSPENSE,
        Purpose.PAYABLE, Purpose.RESERVE, Purpose.TRANSIT,
    ),
    MONEY,
)  # fmt: skip


def problems(*, settled: bool = True, replayed: bool = True) -> list[str]:
    """Everything that is wrong with the hub's money, in sentences; empty when nothing is.

    ``settled``: no payment waits for the job that tells its orders, so payments and books must already agree.
    ``replayed``: the books are kept once more from all trails, which whoever keeps plain books herself needs seldom.
    """
    found = [finding.said for ask in DOCTOR if not (finding := ask()).ok]
    found += [str(wrong) for wrong in orders_that_differ()]
    found += [str(wrong) for wrong in groups_that_differ(before=FAR)] if settled else []
    found += illegal_trails() + overdrawn() + owing_and_rich()
    return found + books_that_differ() if replayed else found


def illegal_trails() -> list[str]:
    """Orders whose trail has a gap or a step that is not in the table, or whose state is not where the trail ends."""
    table = {
        (source, t.action, t.target or source, role) for t in TRANSITIONS for source in t.sources for role in t.roles
    }
    # Once a part is on its way, whoever gives the order up gives up the rest of it.
    table |= {
        (State.ACCEPTED, t.action, target, role)
        for t in TRANSITIONS
        if State.ACCEPTED in t.sources and t.action in (Action.CANCEL, Action.REFUSE, Action.LAPSE)
        for target in (State.SHIPPED, State.COMPLETED)
        for role in t.roles
    }
    in_parts = set(Shipment.objects.values_list("order_key", flat=True))
    found = []
    for order, events in trails():
        steps = [event.step for event in events]
        legal = bool(events) and events[0].action == "place" and events[0].target == State.PLACED
        at = State.PLACED
        for event in events[1:]:
            legal = legal and (at, event.action, event.target, event.role) in table and event.source == at
            at = State(event.target)
        ended = at in FINAL
        at_the_door = order.way == Way.CASH and at in (State.SHIPPED, State.DELIVERED)  # the cash has no term
        if not legal or steps != list(range(1, len(steps) + 1)) or order.steps != len(steps) or order.state != at:
            found.append(f"order {order.key} is {order.state} at step {order.steps}, its trail says {at} at {steps}")
        elif ended != (order.due_at is None) and not (order.stops or at_the_door or order.key in in_parts):
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
    """Sellers who owe the hub although they have money of the same currency to be paid out.

    Of a payout that did not reach her, what she owes is taken when the next run is made."""
    came_back = set(Payout.objects.exclude(state__in=("open", "confirmed")).values_list("seller_id", "currency"))
    net = {(b.key.seller_id, b.key.currency, b.key.purpose): b.net.minor for b in balances()}
    return [
        f"seller {seller_id} owes {minor} {currency} and has some"
        for (seller_id, currency, purpose), minor in net.items()
        if purpose is Purpose.RECEIVABLE
        and minor > 0
        and net.get((seller_id, currency, Purpose.PAYABLE), 0) > 0
        and (seller_id, currency) not in came_back
    ]


def books_that_differ() -> list[str]:
    """Accounts in which the ledger holds another sum than the plain books."""
    books = plain_books()
    plain, kept = Counter[Account](), ledger_books()
    for account, minor in books.accounts.items():
        plain[_merged(account)] += minor
    found = Counter[Account]()
    for account, minor in kept.items():
        found[_merged(account)] += minor
    return books.wrong + differences(plain, found)


def differences(plain: Counter[Account], kept: Counter[Account]) -> list[str]:
    """In words, what the plain books say otherwise than the ledger."""
    return [
        f"{account} holds {kept[account]}, by the trails it should hold {plain[account]}"
        for account in sorted(plain.keys() | kept.keys())
        if kept[account] != plain[account]
    ]


def ledger_books() -> Counter[Account]:
    """The ledger's own sums: debits minus credits, and what escrow still expects."""
    kept = Counter[Account]()
    for b in balances():
        kept[Account(b.key.seller_id, b.key.purpose, b.key.currency)] += b.debits_posted - b.credits_posted
        if b.key.purpose is Purpose.ESCROW:
            kept[Account(b.key.seller_id, EXPECTED, b.key.currency)] += b.credits_pending
    return kept


def _merged(account: Account) -> Account:
    return account._replace(purpose=ALIKE.get(account.purpose, account.purpose))


def plain_books() -> Books:
    """Sums of all accounts, and what escrow still expects, from the trails."""
    books = Books()
    facts = Facts()
    for order, events in trails():
        life = facts.life(order, books)
        for event in events:
            life.happen(facts.step(event))
    return books


class Facts:
    """What trails do not say themselves: what was agreed, which part was shipped, names. No amount that moved."""

    def __init__(self) -> None:
        self.prices: defaultdict[object, dict[int, int]] = defaultdict(dict)
        self.worth: Counter[object] = Counter()
        for line in OrderLine.objects.all():
            self.prices[line.order_key][line.position] = line.unit_minor
            self.worth[line.order_key] += line.unit_minor * line.quantity
        self.parts = {(part.order_key, part.number): part.units for part in Shipment.objects.all()}
        balances_due = Instalment.objects.filter(due=Due.SHIPMENT)
        self.later = {row.order_key: parts_of(row) for row in balances_due}
        self.shipped: Counter[object] = Counter()
        named = MoneyStep.objects.exclude(reference="").values_list("order_key", "step", "reference")
        self.references = {(key, step): reference for key, step, reference in named}

    def life(self, order: Order, books: Books) -> Life:
        """A new order."""
        exchange = json.loads(order.facts).get("exchange") or {}
        rules = terms_of(order)
        terms = Terms(
            order.seller_id,
            str(order.key),
            order.currency,
            order.settlement_currency,
            (order.goods_minor, order.shipping_minor, order.duty_minor, order.tax_minor, order.fees_minor),
            order.settlement_goods_minor,
            order.settlement_shipping_minor,
            order.settlement_fee_minor,
            int(exchange.get("spread_bp", 0)),
            rules.reserve_bp,
            rules.reserve_days,
            self.later.get(order.key, ()),
            rules.unpaid_keep_bp,
            rules.cancel_keep_bp,
        )
        return Life(terms, books, self.worth[order.key])

    def step(self, event: OrderEvent) -> Step:
        """A line of the trail; call it in their order."""
        worth, key = 0, event.order_key
        if event.action in (Action.SHIP, Action.SHIP_PART):
            self.shipped[key] += 1
            units: Iterable[tuple[int, int]] = self.parts.get((key, self.shipped[key]), [])
            worth = sum(self.prices[key][position] * count for position, count in units)
        return Step(
            event.step,
            event.at,
            event.action,
            event.source,
            event.target,
            event.amount_minor,
            event.note,
            self.references.get((key, event.step), ""),
            worth,
            event.role == Role.BUYER,
        )


def trails() -> list[tuple[Order, list[OrderEvent]]]:
    """Every order with its audit trail."""
    steps: defaultdict[tuple[int, object], list[OrderEvent]] = defaultdict(list)
    for event in OrderEvent.objects.order_by("step"):
        steps[event.seller_id, event.order_key].append(event)
    return [(order, steps[order.seller_id, order.key]) for order in Order.objects.order_by("seller_id", "key")]
