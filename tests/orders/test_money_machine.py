"""Random lives of random orders: after every step the books of the hub, of a plain model and of the provider agree.

The hub's own services on a real PostgreSQL; the provider is the sandbox, which here remembers what it took and gave
back, says yes and does not answer, and whose messages come twice, late and in any order. The machine is also the
worker: queued jobs wait until it does them, one after the other or not for weeks.

KARUM_LONG=1 runs 1,000 lives instead of 20.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from procrastinate.contrib.django import app

from karum.catalogue.models import Category, Offer, Product, Variant
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, LedgerRefused
from karum.money import Money
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.placing import OrderRequest, Placed, RequestLine
from karum.orders.domain.states import FINAL, Action, Role, State, transition
from karum.orders.models import Order, OrderEvent
from karum.orders.services import Actor, CannotAct, Done, NotDone, act, place_orders, run_clocks, settle_group
from karum.parties import services as parties
from karum.payments import services as payments
from karum.payments.domain import Happening, Instrument, read_card
from karum.payments.domain.signing import sign
from karum.payments.models import Payment, Payout, Refund, SandboxMove
from karum.payments.providers import BadWebhook, ProviderUnreachable, known, sandbox
from karum.payments.providers.sandbox import SIGNATURE_HEADER, Sandbox, _secret, remember, webhook
from karum.payments.services import BankDetails
from tests.orders.invariants import problems

LONG = os.environ.get("KARUM_LONG") == "1"
START = datetime(2026, 11, 1, 12, tzinfo=UTC)
SHOPS = (("EUR", 2_000), ("JPY", 3_000), ("KWD", 5_001), ("RWF", 24_000))
CURRENCIES = ("EUR", "JPY", "KWD")
ROLES = {Role.BUYER: Actor(Role.BUYER, 7), Role.SELLER: Actor(Role.SELLER, 8), Role.HUB: Actor(Role.HUB, 9)}
BY_HAND = [a for a in Action if a not in (Action.PAY, Action.EXPIRE, Action.LAPSE, Action.RELEASE, Action.REGAIN)]
CLOCKS = (Action.STOP_CLOCK, Action.START_CLOCK)
EXAMPLES, STEPS = (1_000, 60) if LONG else (20, 25)

SUCCESS = "4242 4242 4242 4242"
CHARGEBACKS = ("0259", "2685", "1976")
CARDS = [card for card in re.findall(r"4\d{3}(?: \d{4}){3}", sandbox.__doc__ or "") if card[-4:] not in CHARGEBACKS]
SEEN: Counter[str] = Counter()
"""what happened in all examples: a machine that never came to the far corners would prove nothing"""

ANY = st.integers(0, 10_000)  # "one of those that there are"


class Failing(Sandbox):
    """The sandbox, to which no line leads (before it acted) or from which no answer comes (after)."""

    fails = ""

    def start(self, *words: Any, **named: Any) -> Any:
        return self._maybe(super().start, *words, **named)

    def look(self, *words: Any, **named: Any) -> Any:
        return self._maybe(super().look, *words, **named)

    def refund(self, *words: Any, **named: Any) -> Any:
        return self._maybe(super().refund, *words, **named)

    def _maybe(self, do: Callable[..., Any], *words: Any, **named: Any) -> Any:
        if self.fails == "before":
            raise ProviderUnreachable("no answer, and nothing done")
        answer = do(*words, **named)
        if self.fails == "after":
            raise ProviderUnreachable("no answer, but done")
        return answer


class Hub(RuleBasedStateMachine):
    """See the module. Every example is a hub of its own, in a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = START
        self.provider = Failing()
        self.placed: list[OrderRequest] = []
        self.groups: list[UUID] = []
        self.sent: list[tuple[bytes, dict[str, str]]] = []
        self.done_jobs: set[int] = set()
        self.steps = 0
        """acts that were acknowledged: the trails must hold exactly so many by hand"""
        self.patches = [
            mock.patch.dict(known._KNOWN, {Sandbox.code: self.provider}),
            mock.patch("django.utils.timezone.now", side_effect=lambda: self.now),
        ]
        for patch in self.patches:
            patch.start()

    def teardown(self) -> None:
        try:
            if self.placed:
                self.wind_down()
        finally:
            for patch in reversed(self.patches):
                patch.stop()
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    @initialize()
    def open_shops(self) -> None:
        shelf = Category.objects.create(slug="machine")
        self.offers = []
        for currency, price_minor in SHOPS:
            firm = parties.create_business(name=currency, legal_name=currency, country="DE", currency=currency)
            details = BankDetails("Somebody", "DE", currency, iban="DE89370400440532013000")
            if currency != "RWF":  # one of them gave no account: her money waits
                assert payments.save_bank_account(firm.id, details, now=self.now) == {}
            product = Product.objects.create(
                slug=f"thing-{currency}", category=shelf, language="en", hs_code="610910", origin="VN",
                created_by=firm.id,
            )  # fmt: skip
            variant = Variant.objects.create(product=product, weight_g=200)
            self.offers.append(
                Offer.objects.create(
                    seller_id=firm.id,
                    variant=variant,
                    sku=currency,
                    currency=currency,
                    price_minor=price_minor,
                    available=40,
                )
            )

    @rule(
        picked=st.lists(st.integers(0, len(SHOPS) - 1), min_size=1, max_size=3, unique=True),
        currency=st.sampled_from(CURRENCIES),
        quantity=st.integers(1, 9),
        goods=st.integers(1, 90_000),
        others=st.tuples(*[st.integers(0, 9_000)] * 4),
        fee_bp=st.integers(0, 3_000),
        pays=st.sampled_from([True, True, True, False]),
    )
    def check_out(
        self,
        picked: list[int],
        currency: str,
        quantity: int,
        goods: int,
        others: tuple[int, ...],
        fee_bp: int,
        pays: bool,
    ) -> None:
        group, requests = uuid4(), []
        for index in picked:
            offer = self.offers[index]
            shipping, duty, tax, fees = others
            own_goods, own_shipping = offer.price_minor * quantity, offer.price_minor // 7
            if offer.currency == currency:
                goods, shipping = own_goods, own_shipping
            settlement = Settlement(offer.currency, own_goods, own_shipping, own_goods * fee_bp // 10_000)
            charge = Charge(currency, goods, shipping, duty, tax, fees)
            line = RequestLine(offer.id, quantity, offer.price_minor, "A thing", offer.sku, "610910", "VN", 200)
            requests.append(
                OrderRequest(
                    key=uuid4(),
                    group_key=group,
                    seller_id=offer.seller_id,
                    buyer_id=7,
                    email="amina@example.org",
                    destination="KE",
                    language="en",
                    lines=(line,),
                    charge=charge,
                    settlement=settlement,
                    facts='{"handling_days": 2, "latest": "2026-11-20"}',
                    total_seen=charge.total,
                )
            )
        answers = place_orders(requests, now=self.now)
        stand = [isinstance(answer, Placed) for answer in answers]
        assert all(stand) or not any(stand), "the orders of one checkout stand or fall together"
        if all(stand):
            self.placed += requests
            self.groups.append(group)
            if pays:
                self.pay(len(self.groups) - 1, SUCCESS, told=True, fails="")

    @precondition(lambda self: self.placed)
    @rule(which=ANY)
    def place_again(self, which: int) -> None:
        request = self.placed[which % len(self.placed)]
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
        group = self.groups[which % len(self.groups)]
        standing = Order.objects.filter(group_key=group, state=State.PLACED).values_list("key", flat=True)
        due = [request.total_seen for request in self.placed if request.key in set(standing)]
        if not due or Payment.objects.filter(group_key=group).count() > 5:
            return
        self._start(uuid4(), group, sum(due[1:], due[0]), card, told, fails)

    @precondition(lambda self: self.groups)
    @rule(which=ANY, told=st.booleans(), fails=st.sampled_from(["", "before", "after"]))
    def press_pay_again(self, which: int, told: bool, fails: str) -> None:
        """The same form once more: it has the same key."""
        rows = list(Payment.objects.order_by("id"))
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

    @rule(which=ANY, decided=st.sampled_from([Happening.SUCCEEDED, Happening.DECLINED]), comes=st.booleans())
    def provider_says(self, which: int, decided: Happening, comes: bool) -> None:
        """What waits at the provider is decided; its message comes now or stays on its way."""
        rows = list(Payment.objects.order_by("id"))
        if not rows:
            return
        row = rows[which % len(rows)]
        remember(row.key, decided)
        move = SandboxMove.objects.filter(key=row.key).first()
        if move is not None:
            amount = Money(move.amount_minor, move.currency)
            message = webhook(row.key, Happening(move.state), amount, now=self.now, event_id=str(uuid4()))
            self.sent.append(message)
            if comes:
                self._deliver(message)

    @precondition(lambda self: self.sent)
    @rule(which=ANY, times=st.integers(1, 3))
    def message_comes(self, which: int, times: int) -> None:
        """Any message that was ever sent, again or for the first time."""
        for _ in range(times):
            self._deliver(self.sent[which % len(self.sent)])

    def _deliver(self, message: tuple[bytes, dict[str, str]]) -> str:
        body, headers = message
        try:
            return payments.receive_webhook(Sandbox.code, body, headers, now=self.now)
        except BadWebhook as refusal:  # its signature is of another day: the provider signs a repeat anew
            return str(refusal)

    @precondition(lambda self: self.placed)
    @rule(which=ANY, action=st.sampled_from(BY_HAND), role=st.sampled_from(list(ROLES)), part=st.integers(0, 110))
    def act_at_random(self, which: int, action: Action, role: Role, part: int) -> None:
        """Whatever the state: what may not be done is not done."""
        self._act(self.placed[which % len(self.placed)], action, role, part)

    @precondition(lambda self: self.placed)
    @rule(start=ANY, choices=st.lists(ANY, min_size=1, max_size=6), part=st.sampled_from([1, 30, 50, 99, 100]))
    def act_as_allowed(self, start: int, choices: list[int], part: int) -> None:
        for number, choice in enumerate(choices):
            request = self.placed[(start + number) % len(self.placed)]
            state = self._state(request)
            legal = [(a, r) for a in BY_HAND for r in ROLES if transition(state, a, r) and a not in CLOCKS]
            if legal:
                self._act(request, *legal[choice % len(legal)], part)

    def _act(self, request: OrderRequest, action: Action, role: Role, part: int = 0) -> None:
        """``part``: how much of what is left goes back, in percent."""
        row = Order.objects.get(seller_id=request.seller_id, key=request.key)
        left = request.total_seen.minor - _refunded(row)
        amount = Money(left * part // 100, row.currency) if action is Action.REFUND else None
        legal = transition(State(row.state), action, role) is not None
        answer = act(request.seller_id, request.key, action, ROLES[role], now=self.now, amount=amount, seen=row.steps)
        if isinstance(answer, Done):
            self.steps += 1
            assert legal, f"{action} by {role} in {row.state}"
            after = Order.objects.get(seller_id=request.seller_id, key=request.key)
            assert (after.state, after.steps) == (answer.state, answer.step) == (after.state, row.steps + 1)
            twice = act(
                request.seller_id, request.key, action, ROLES[role], now=self.now, amount=amount, seen=row.steps
            )
            assert twice == NotDone(CannotAct.NOT_NOW), "a button pressed twice acted twice"
        elif answer.reason is CannotAct.AMOUNT:
            assert amount is not None
            assert not 0 < amount.minor <= left
        elif legal and action not in CLOCKS:
            assert answer.reason in (CannotAct.PAID_MEANWHILE, CannotAct.NOT_COVERED)
            assert answer.reason is CannotAct.PAID_MEANWHILE or role is Role.SELLER

    def _state(self, request: OrderRequest) -> State:
        return State(Order.objects.get(seller_id=request.seller_id, key=request.key).state)

    @precondition(lambda self: self.placed)
    @rule(start=ANY, counts=st.lists(st.integers(0, 4), min_size=1, max_size=6))
    def orders_go_on(self, start: int, counts: list[int]) -> None:
        """Next steps as most orders take them, of some orders in a row, so that many of them come to their end."""
        for number, steps in enumerate(counts):
            for _ in range(steps):
                self._next(self.placed[(start + number) % len(self.placed)])

    def _next(self, request: OrderRequest) -> None:
        usual = {
            State.PAID: (Action.ACCEPT, Role.SELLER),
            State.ACCEPTED: (Action.SHIP, Role.SELLER),
            State.SHIPPED: (Action.DELIVER, Role.HUB),
            State.DELIVERED: (Action.CONFIRM, Role.BUYER),
        }
        state = self._state(request)
        if state in usual:
            self._act(request, *usual[state])
            assert self._state(request) is not state

    @rule(count=st.integers(1, 12), first=ANY)
    def worker_works(self, count: int, first: int) -> None:
        """Some jobs, not in the order in which they were queued."""
        for number in range(count):
            waiting = self._jobs()
            if not waiting:
                return
            self._do(*waiting[(first + number) % len(waiting)])

    @rule(
        minutes=st.sampled_from([1, 1, 1, 7, 7, 31, 31, 600, 600, 1440, 3 * 1440 + 1, 20 * 1440]), rings=st.booleans()
    )
    def time_passes(self, minutes: int, rings: bool) -> None:
        self.now += timedelta(minutes=minutes)
        if rings:
            self._janitor()
            run_clocks(now=self.now)

    def _janitor(self) -> None:
        app.tasks["payments.janitor"].func(timestamp=0)

    @rule()
    def pay_out(self) -> None:
        payments.make_payout_file(uuid4(), now=self.now, actor_id=None)

    @invariant()
    def books_agree(self) -> None:
        self.agree(settled=False)

    def agree(self, *, settled: bool) -> None:
        assert problems(settled=settled) == []
        assert {request.key for request in self.placed} == set(Order.objects.values_list("key", flat=True))
        by_hand = OrderEvent.objects.filter(role__in=list(ROLES)).exclude(action="place")
        assert by_hand.count() == self.steps, "an act that was not acknowledged, or one that was lost"
        # Whatever the hub takes for paid, the provider took; whatever the provider gave back, the hub promised.
        taken = dict(moves(is_refund=False).values_list("key", "amount_minor"))
        for row in Payment.objects.all():
            if row.state in ("succeeded", "partly_refunded", "refunded", "surplus", "returned"):
                assert taken.get(row.key) == row.amount_minor, f"{row} was never paid"
        promised = dict(Refund.objects.values_list("key", "amount_minor"))
        for key, minor in moves(is_refund=True).values_list("key", "amount_minor"):
            assert promised.get(key) == minor

    def wind_down(self) -> None:
        """Every message comes, every job is done, every term runs out: now nothing may be open anywhere."""
        for _ in range(60):
            for body, _ in self.sent:
                self._deliver((body, signed(body, self.now)))
            while waiting := self._jobs():
                self._do(*waiting[0])
            if not Order.objects.exclude(state__in=FINAL).exists():
                break
            self._janitor()
            self.now += timedelta(days=5)
            run_clocks(now=self.now)
        assert not Order.objects.exclude(state__in=FINAL).exists(), "an order came to no end"
        self.agree(settled=True)
        self.pay_out()
        self.agree(settled=True)
        SEEN.update(f"order {state}" for state in Order.objects.values_list("state", flat=True))
        SEEN.update(f"payment {state}" for state in Payment.objects.values_list("state", flat=True))
        SEEN.update(f"act {action}" for action in OrderEvent.objects.values_list("action", flat=True))
        SEEN.update({"refund": Refund.objects.count(), "payout": Payout.objects.count()})
        assert not Refund.objects.exclude(state="sent").exists()
        assert kept() == _earned(), "what the provider holds is what the finished orders earned"

    def _jobs(self) -> list[tuple[int, str, dict[str, Any]]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' AND NOT id = ANY(%s)"
                " AND task_name <> 'orders.write_letters' AND coalesce(scheduled_at <= %s, true) ORDER BY id",
                [list(self.done_jobs), self.now],
            )
            return [(row[0], row[1], json.loads(row[2]) if isinstance(row[2], str) else row[2]) for row in cursor]

    def _do(self, job: int, task: str, arguments: dict[str, Any]) -> None:
        app.perform_import_paths()
        app.tasks[task].func(**arguments)
        self.done_jobs.add(job)


def moves(*, is_refund: bool) -> QuerySet[SandboxMove]:
    """What the provider did."""
    return SandboxMove.objects.filter(is_refund=is_refund, state=Happening.SUCCEEDED)


def kept() -> dict[str, int]:
    """Minor units by currency that the provider took and did not give back."""
    sums: Counter[str] = Counter()
    for move in moves(is_refund=False):
        sums[move.currency] += move.amount_minor
    for move in moves(is_refund=True):
        sums[move.currency] -= move.amount_minor
    return {currency: minor for currency, minor in sums.items() if minor}


def signed(body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a message that is sent again now."""
    return {SIGNATURE_HEADER: sign(body, _secret(), unix_s=int(now.timestamp()))}


def _refunded(row: Order) -> int:
    return (
        row.goods_refunded_minor + row.shipping_refunded_minor + row.duty_refunded_minor + row.tax_refunded_minor
        + row.fees_refunded_minor
    )  # fmt: skip


def _earned() -> dict[str, int]:
    """What buyers paid for orders that were completed, less what they got back."""
    sums: dict[str, int] = {}
    for row in Order.objects.filter(state=State.COMPLETED):
        charged = row.goods_minor + row.shipping_minor + row.duty_minor + row.tax_minor + row.fees_minor
        sums[row.currency] = sums.get(row.currency, 0) + charged - _refunded(row)
    return {currency: minor for currency, minor in sums.items() if minor}


CORNERS = {f"order {state}" for state in ("completed", "cancelled", "expired")} | {"refund", "payout"}
FAR_CORNERS = (
    {f"order {state}" for state in FINAL}
    | {f"act {action}" for action in Action}
    | {f"payment {state}" for state in ("succeeded", "partly_refunded", "refunded", "returned", "expired")}
)


def live(**how: Any) -> None:
    words = {"max_examples": EXAMPLES, "stateful_step_count": STEPS, "derandomize": not LONG, "deadline": None}
    words |= {"suppress_health_check": list(HealthCheck), "database": None}
    words |= {} if LONG else {"phases": [Phase.generate]}  # to make a failure smaller takes minutes
    run_state_machine_as_test(Hub, settings=settings(**words | how))


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_no_cent_is_lost_or_doubled() -> None:
    SEEN.clear()
    live()
    print(f"\n{EXAMPLES} lives of {STEPS} steps: {dict(sorted(SEEN.items()))}")
    assert {name for name, count in SEEN.items() if count} >= CORNERS | (FAR_CORNERS if LONG else set())


@pytest.mark.django_db
@pytest.mark.parametrize("lost", ["refunds", "refund transfers", "messages"])
def test_the_machine_finds_a_hub_that_loses_money(lost: str) -> None:
    """Control: the same random lives in a hub with a fault. It does not take long until one of them shows it."""
    post = ledger.post

    def post_no_refunds(entries: Sequence[Entry], *, now: datetime) -> Any:
        return post([entry for entry in entries if entry.reference != "refund"], now=now)

    faults = {
        "refunds": mock.patch.object(payments, "send_refund"),
        "refund transfers": mock.patch.object(ledger, "post", post_no_refunds),
        "messages": mock.patch.object(payments, "receive_webhook", return_value="applied"),
    }
    with faults[lost], pytest.raises((AssertionError, ExceptionGroup, LedgerRefused)):
        live(max_examples=300, phases=[Phase.generate], report_multiple_bugs=False)
