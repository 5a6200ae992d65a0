"""Checkouts, payments, messages of the provider, and what buyer, seller and hub do with an order."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from karum.money import Money
from karum.orders import terms as order_terms
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.instalments import SellerTerms, Way, plan
from karum.orders.domain.placing import OrderRequest, Placed, RequestLine
from karum.orders.domain.states import FINAL, Action, Role, State, transition
from karum.orders.models import Order
from karum.orders.services import CannotAct, Done, NotDone, act, place_orders, settle_group
from karum.payments import services as payments
from karum.payments.domain import Happening, Instrument, read_card
from karum.payments.models import Payment, SandboxMove
from karum.payments.providers.sandbox import Sandbox, remember, webhook
from tests.orders.machine.world import ANY, CARDS, CURRENCIES, RESERVING, ROLES, SEEN, SHOPS, SUCCESS, World, left_of

# What people do with an order, without a reason or the number of a part.
BY_HAND = (
    Action.CANCEL, Action.ACCEPT, Action.REFUSE, Action.READY, Action.SHIP, Action.DELIVER, Action.CONFIRM,
    Action.REFUND, Action.REFUND_REST, Action.UNMET, Action.TAKE_BACK, Action.WRITE_OFF,
)  # fmt: skip
USUAL = {
    State.PAID: (Action.ACCEPT, Role.SELLER),
    State.PROMISED: (Action.ACCEPT, Role.SELLER),
    State.ACCEPTED: (Action.SHIP, Role.SELLER),
    State.SHIPPED: (Action.DELIVER, Role.HUB),
    State.DELIVERED: (Action.CONFIRM, Role.BUYER),
    State.RETURNING: (Action.TAKE_BACK, Role.SELLER),
}
ATTEMPTS_MAX = 5
ORDERS_MAX = 9
BALANCE_DAYS = 7
HANGS = "4000 0000 0000 9995"
STAGES = ("placed", "paid", "accepted", "shipped", "delivered", "completed")
SITUATIONS: dict[str, tuple[str, str]] = {name: (name, "") for name in (*STAGES, "ready")} | {
    "paid with two cards": ("placed", "loses_patience_with"),
    "a part shipped": ("accepted", "ships_a_part"),
    "complained about": ("shipped", "complains_about"),
    "in a case": ("delivered", "asks_for_money"),
    "at the bank": ("accepted", "bank_takes_it_back"),
    "at the bank after release": ("completed", "bank_takes_it_back"),
    "paid out": ("completed", "pays_it_out"),
    "the seller owes": ("completed", "pays_out_and_gives_back"),
}
"""name of a situation: how far the order gets, and what then happens to it"""

WAYS = (Way.PREPAID, Way.PREPAID, Way.DEPOSIT, Way.CASH)
CHECKOUT = st.fixed_dictionaries(
    {
        "picked": st.lists(st.integers(0, len(SHOPS) - 1), min_size=1, max_size=3, unique=True),
        "ways": st.tuples(*[st.sampled_from(WAYS)] * 3),
        "deposit_bp": st.sampled_from([500, 3_000, 3_333, 7_000]),
        "currency": st.sampled_from(CURRENCIES),
        "quantity": st.integers(1, 9),
        "goods": st.integers(1, 90_000),
        "others": st.tuples(*[st.integers(0, 9_000)] * 4),
        "fee_bp": st.integers(0, 3_000),
        "spread_bp": st.sampled_from([0, 0, 50, 250]),
        "reserving": st.booleans(),
        "pays": st.sampled_from([True, True, True, False]),
    }
)
"""what one checkout is of: shops, the buyer's currency, what it costs, how each order is paid, and whether she pays by
card at once"""


class Sales(World):
    """See the module."""

    situations = sorted(SITUATIONS)
    """those in which a life may begin"""

    @initialize(data=st.data(), count=st.integers(1, 3), one_shop=st.booleans())
    def begin(self, data: st.DataObject, count: int, one_shop: bool) -> None:
        """A hub has a past: some checkouts, whose orders are on their way. ``one_shop``: all of one shop."""
        like: dict[str, Any] = {}
        for _ in range(count):
            what = data.draw(CHECKOUT, "checkout") | like
            past = data.draw(st.sampled_from(self.situations), "situation")
            like = {name: what[name] for name in ("picked", "currency", "reserving")} if one_shop else {}
            stage, then = SITUATIONS[past]
            before = len(self.placed)
            self.check_out(what | {"pays": stage != "placed"})
            for request in self.placed[before:]:
                self.make_past(request, stage)
                if then:
                    getattr(self, then)(request)
            SEEN[f"begins: {past}"] += 1

    def make_past(self, request: OrderRequest, stage: str) -> None:
        """The usual steps up to ``stage``; "ready" is for deposits, others are accepted then."""
        stop = ("accepted", "ready") if stage == "ready" else STAGES[STAGES.index(stage) :]
        for _ in range(7):
            row = self.row(request)
            waits = stage == "ready" and row.state == State.ACCEPTED and row.way == Way.DEPOSIT
            if (row.state in stop and not waits) or row.state in FINAL or stage in ("placed", "paid"):
                return
            self._next(request)

    @precondition(lambda self: len(self.placed) < ORDERS_MAX)
    @rule(what=CHECKOUT)
    def check_out(self, what: dict[str, Any]) -> None:
        currency, quantity, goods = what["currency"], what["quantity"], what["goods"]
        group, requests = uuid4(), []
        for index, way in zip(what["picked"], what["ways"], strict=False):
            offer = self.offers[index]
            shipping, duty, tax, fees = what["others"]
            own_goods, own_shipping = offer.price_minor * quantity, offer.price_minor // 7
            facts: dict[str, Any] = {"handling_days": 2, "latest": "2026-11-20"}
            facts |= {"terms": RESERVING} if what["reserving"] else {}
            if offer.currency == currency:
                goods, shipping = own_goods, own_shipping
            else:
                facts["exchange"] = {"rate": "1", "spread_bp": what["spread_bp"]}
            line = RequestLine(offer.id, quantity, offer.price_minor, "A thing", offer.sku, "610910", "VN", 200)
            charge = Charge(currency, goods, shipping, duty, tax, fees)
            seller = SellerTerms(what["deposit_bp"], Money(0, offer.currency), BALANCE_DAYS, cash=True)
            paid = plan(way, charge, seller, order_terms.terms())
            if way is Way.DEPOSIT and not 0 < paid.now.minor < charge.total.minor:
                paid = plan(Way.PREPAID, charge, seller, order_terms.terms())
            requests.append(
                OrderRequest(
                    key=uuid4(),
                    group_key=group,
                    seller_id=offer.seller_id,
                    buyer_id=ROLES[Role.BUYER].person_id,
                    email="amina@example.org",
                    destination="KE",
                    language="en",
                    lines=(line,),
                    charge=charge,
                    settlement=Settlement(
                        offer.currency, own_goods, own_shipping, own_goods * what["fee_bp"] // 10_000
                    ),
                    facts=json.dumps(facts),
                    total_seen=charge.total,
                    way=paid.way,
                    later=paid.later if paid.way is not Way.PREPAID else None,
                    balance_days=paid.balance_days,
                )
            )
        answers = place_orders(requests, now=self.now)
        stand = [isinstance(answer, Placed) for answer in answers]
        assert all(stand) or not any(stand), "the orders of one checkout stand or fall together"
        if all(stand):
            self.placed += requests
            self.groups.append(group)
            if what["pays"] and (due := self.due(group)):
                self._start(uuid4(), group, due, SUCCESS, told=True, fails="")
            for request in requests:
                if request.later:
                    self.groups.append(later_group(request))
                    self.later[self.groups[-1]] = request

    @precondition(lambda self: self.placed)
    @rule(which=ANY)
    def place_again(self, which: int) -> None:
        request = self.pick(which)
        assert place_orders([request], now=self.now) == [Placed(request, new=False)]

    @precondition(lambda self: self.groups)
    @rule(
        which=ANY,
        card=st.sampled_from(CARDS),
        told=st.booleans(),
        fails=st.sampled_from(["", "", "", "before", "after"]),
    )
    def pay(self, which: int, card: str, told: bool, fails: str) -> None:
        """As the page does it: what the standing orders cost, with a new key; ``told``: she stays for the answer."""
        if group := self.unpaid(which):
            due = self.due(group)
            assert due is not None
            self._start(uuid4(), group, due, card, told, fails)

    def unpaid(self, which: int) -> UUID | None:
        """One of the groups for which money is asked now."""
        for number in range(len(self.groups)):
            group = self.groups[(which + number) % len(self.groups)]
            if self.due(group):
                return group
        return None

    def due(self, group: UUID) -> Money | None:
        """What is asked for by card: by the orders of a checkout that stand, or the balance of one that is ready.
        None when nothing, or after too many attempts."""
        if Payment.objects.filter(group_key=group).count() > ATTEMPTS_MAX:
            return None
        if request := self.later.get(group):
            ready = request.way is Way.DEPOSIT and self.row(request).state == State.READY
            return self.balance(request) if ready else None
        standing = set(Order.objects.filter(group_key=group, state=State.PLACED).values_list("key", flat=True))
        due = [request.first for request in self.placed if request.key in standing]
        return sum(due[1:], due[0]) if due else None

    def balance(self, request: OrderRequest) -> Money:
        """What is paid after checkout."""
        assert request.later is not None
        return Money(request.later.minor, request.charge.currency)

    @precondition(lambda self: self.later)
    @rule(which=ANY, told=st.booleans())
    def pays_too_late(self, which: int, told: bool) -> None:
        """Her page was open since before the order ended."""
        over = [
            group
            for group, request in self.later.items()
            if request.way is Way.DEPOSIT
            and self.row(request).state in FINAL
            and Payment.objects.filter(group_key=group).count() <= ATTEMPTS_MAX
        ]
        if over:
            group = over[which % len(over)]
            self._start(uuid4(), group, self.balance(self.later[group]), SUCCESS, told, fails="")
            SEEN["balance too late"] += 1

    @precondition(lambda self: self.groups)
    @rule(which=ANY, comes=st.booleans())
    def loses_patience(self, which: int, comes: bool) -> None:
        """Her payment hangs, she takes another card, and then both come through."""
        group = self.unpaid(which)
        if group is not None and (due := self.due(group)):
            first = uuid4()
            self._start(first, group, due, HANGS, told=False, fails="")
            self._start(uuid4(), group, due, SUCCESS, told=True, fails="")
            self._decide(Payment.objects.get(key=first), Happening.SUCCEEDED, comes)
            SEEN["paid twice"] += 1

    def loses_patience_with(self, request: OrderRequest) -> None:
        self.loses_patience(self.groups.index(request.group_key), comes=True)

    @precondition(lambda self: self.groups)
    @rule(which=ANY, told=st.booleans(), fails=st.sampled_from(["", "before", "after"]))
    def press_pay_again(self, which: int, told: bool, fails: str) -> None:
        """The same form once more: it has the same key."""
        rows = list(Payment.objects.filter(provider=Sandbox.code).order_by("id"))
        if rows:
            row = rows[which % len(rows)]
            card = next((c for c in CARDS if c.endswith(row.last4)), SUCCESS)
            self._start(row.key, row.group_key, Money(row.amount_minor, row.currency), card, told, fails)

    def _start(self, key: UUID, group: UUID, amount: Money, number: str, told: bool, fails: str) -> None:
        card = read_card(number, "12/30", "123", today=date(2026, 11, 1))
        self.provider.fails = fails
        try:
            record = payments.start(
                key=key,
                group_key=group,
                amount=amount,
                instrument=Instrument("card", card=card),  # type: ignore[arg-type]
                now=self.now,
            )
        finally:
            self.provider.fails = ""
        if told and record.is_paid:
            settle_group(group, now=self.now)
            self.catch_up()

    @rule(which=ANY, decided=st.sampled_from([Happening.SUCCEEDED, Happening.DECLINED]), comes=st.booleans())
    def provider_says(self, which: int, decided: Happening, comes: bool) -> None:
        """What waits at the provider is decided; its message comes now or stays on its way."""
        rows = list(Payment.objects.filter(provider=Sandbox.code).order_by("id"))
        if not rows:
            return
        self._decide(rows[which % len(rows)], decided, comes)

    def _decide(self, row: Payment, decided: Happening, comes: bool) -> None:
        remember(row.key, decided)
        move = SandboxMove.objects.filter(key=row.key).first()
        if move is not None:
            amount = Money(move.amount_minor, move.currency)
            message = webhook(row.key, Happening(move.state), amount, now=self.now, event_id=str(uuid4()))
            self.sent.append(message)
            if comes:
                self.deliver(message)

    @precondition(lambda self: self.sent)
    @rule(which=ANY, times=st.integers(1, 3))
    def message_comes(self, which: int, times: int) -> None:
        """Any message that was ever sent, again or for the first time."""
        for _ in range(times):
            self.deliver(self.sent[which % len(self.sent)])

    @precondition(lambda self: self.placed)
    @rule(which=ANY, action=st.sampled_from(BY_HAND), role=st.sampled_from(list(ROLES)), part=st.integers(0, 110))
    def act_at_random(self, which: int, action: Action, role: Role, part: int) -> None:
        """Whatever the state: what may not be done is not done."""
        self.act(self.pick(which), action, role, part)

    @precondition(lambda self: self.placed)
    @rule(start=ANY, choices=st.lists(ANY, min_size=1, max_size=6), part=st.sampled_from([1, 30, 50, 99, 100]))
    def act_as_allowed(self, start: int, choices: list[int], part: int) -> None:
        for number, choice in enumerate(choices):
            request = self.pick(start + number)
            state = State(self.row(request).state)
            legal = [(a, r) for a in BY_HAND for r in ROLES if transition(state, a, r)]
            if legal:
                self.act(request, *legal[choice % len(legal)], part)

    def act(self, request: OrderRequest, action: Action, role: Role, part: int = 0) -> None:
        """``part``: how much of what is left goes back, in percent."""
        row = self.row(request)
        left = left_of(row)
        amount = Money(left.minor * part // 100, row.currency) if action is Action.REFUND else None
        legal = transition(State(row.state), action, role) is not None
        seller_id, key, actor, seen = request.seller_id, request.key, ROLES[role], row.steps
        answer = act(seller_id, key, action, actor, now=self.now, amount=amount, seen=seen)
        if isinstance(answer, Done):
            self.steps += 1
            assert legal, f"{action} by {role} in {row.state}"
            assert action is not Action.CONFIRM or not row.stops, "money was released although the clock stands"
            assert action is not Action.SHIP or row.way == Way.CASH or not row.unpaid_minor, (
                "shipped before the balance"
            )
            assert action is not Action.CONFIRM or not row.unpaid_minor, "released before it was paid"
            after = self.row(request)
            assert (after.state, after.steps) == (answer.state, answer.step) == (after.state, row.steps + 1)
            twice = act(seller_id, key, action, actor, now=self.now, amount=amount, seen=seen)
            assert twice == NotDone(CannotAct.NOT_NOW), "a button pressed twice acted twice"
        else:
            why = self._why_not(row, action, role, amount)
            assert answer.reason in why or not legal, f"{action} by {role} in {row.state}: {answer.reason}"
            SEEN[f"no: {answer.reason}"] += legal
        self.catch_up()

    def _why_not(self, row: Order, action: Action, role: Role, amount: Money | None) -> set[CannotAct]:
        """The reasons for which what the state allows may be refused now."""
        why = {CannotAct.PAID_MEANWHILE}
        if amount is not None and not 0 < amount.minor <= left_of(row).minor:
            why.add(CannotAct.AMOUNT)
        if row.stops and (action is Action.CONFIRM or (action, role) == (Action.CANCEL, Role.BUYER)):
            why.add(CannotAct.STOPPED)
        if action is Action.SHIP:
            why |= {CannotAct.TOO_MANY} | ({CannotAct.WHOLE} if row.way == Way.CASH else set())
        if row.unpaid_minor and action in (Action.SHIP, Action.CONFIRM, Action.REFUND_REST):
            why.add(CannotAct.UNPAID)
        if action is Action.READY and not (row.way == Way.DEPOSIT and row.unpaid_minor):
            why.add(CannotAct.NOT_NOW)
        if action is Action.UNMET and not row.unpaid_minor:
            why.add(CannotAct.NOT_NOW)
        if role is Role.SELLER:
            why.add(CannotAct.NOT_COVERED)
        return why

    @precondition(lambda self: self.placed)
    @rule(start=ANY, counts=st.lists(st.integers(0, 4), min_size=1, max_size=6))
    def orders_go_on(self, start: int, counts: list[int]) -> None:
        """Next steps as most orders take them, of some orders in a row, so that many of them come to their end."""
        for number, steps in enumerate(counts):
            for _ in range(steps):
                self._next(self.pick(start + number))

    def _next(self, request: OrderRequest) -> None:
        row = self.row(request)
        if row.unpaid_minor and row.way == Way.DEPOSIT and row.state == State.ACCEPTED:
            self.act(request, Action.READY, Role.SELLER)
        elif row.state == State.READY:
            if due := self.due(later_group(request)):
                self._start(uuid4(), later_group(request), due, SUCCESS, told=True, fails="")
        elif row.unpaid_minor and row.state == State.DELIVERED:
            self.take_cash(later_group(request), 100)
        elif row.state in USUAL:
            self.act(request, *USUAL[State(row.state)])

    def take_cash(self, group: UUID, percent: int, again: bool = False, told: bool = True) -> None:
        """Somebody takes cash: see ``cash.py``."""
        raise NotImplementedError

    @rule(count=st.integers(1, 12), first=ANY)
    def worker_works(self, count: int, first: int) -> None:
        """Some jobs, not in the order in which they were queued."""
        for number in range(count):
            waiting = self.jobs()
            if not waiting:
                return
            self.do(*waiting[(first + number) % len(waiting)])
            self.catch_up()

    @rule(
        minutes=st.sampled_from([1, 1, 1, 7, 7, 31, 31, 600, 600, 1440, 3 * 1440 + 1, 20 * 1440]), rings=st.booleans()
    )
    def time_passes(self, minutes: int, rings: bool) -> None:
        self.now += timedelta(minutes=minutes)
        if rings:
            self.janitor()
            self.clocks_ring()


def later_group(request: OrderRequest) -> UUID:
    """The name of the payment after checkout."""
    assert request.later is not None
    return uuid5(request.key, request.later.due)
