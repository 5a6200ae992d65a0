"""A hub in a transaction of its own, the provider beside it, its worker and its clock; and plain books that follow.

What happened is read from the trails of the orders; what it must have done to every account the plain books work out.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from unittest import mock
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from procrastinate.contrib.django import app

from karum.catalogue.models import Category, Offer, Product, Variant
from karum.disputes.models import Case
from karum.disputes.services import run_clocks as run_case_clocks
from karum.money import Money
from karum.orders import terms as order_terms
from karum.orders.domain.clocks import Terms
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import FINAL, Action, Role, State
from karum.orders.models import Order, OrderEvent, Reserve
from karum.orders.services import Actor, free_reserves, run_clocks
from karum.parties import services as parties
from karum.payments import services as payments
from karum.payments.domain import Happening
from karum.payments.domain.signing import sign
from karum.payments.models import MoneyReceipt, Payment, Payout, Refund, SandboxMove
from karum.payments.providers import BadWebhook, ProviderUnreachable, known, sandbox
from karum.payments.providers.sandbox import SIGNATURE_HEADER, Sandbox, _secret
from karum.payments.services import BankDetails
from tests.orders.invariants import Facts, differences, ledger_books, problems
from tests.orders.plain_books import Books, Life

HUB = 0
START = datetime(2026, 11, 1, 12, tzinfo=UTC)
SHOPS = (("EUR", 2_000), ("JPY", 3_000), ("KWD", 5_001), ("RWF", 24_000))
NO_ACCOUNT = "RWF"
"""the currency of the shop that named no bank account: her money waits"""
CURRENCIES = ("EUR", "JPY", "KWD", "CHF")
ROLES = {role: Actor(role, 7_000_000 + n) for n, role in enumerate((Role.BUYER, Role.SELLER, Role.HUB))}
RESERVING = "keeps a tenth"
"""a version of the terms under which a tenth of every release is kept for thirty days"""

SUCCESS = "4242 4242 4242 4242"
# Chargebacks: the machine is the bank itself, and any payment may be charged back.
LEFT_OUT = ("0259", "2685", "1976", "5126")
CARDS = [card for card in re.findall(r"4\d{3}(?: \d{4}){3}", sandbox.__doc__ or "") if card[-4:] not in LEFT_OUT]
SEEN: Counter[str] = Counter()
"""what happened in all examples: a machine that never came to the far corners would prove nothing"""

PAYS = (Action.PAY, Action.PAY_BALANCE, Action.COLLECT)
PAID = ("succeeded", "partly_refunded", "refunded")
SWEEP = 10
"""steps between two looks at everything"""
ANY = st.integers(0, 10_000)  # "one of those that there are"
PARTS = st.sampled_from([0, 1, 30, 50, 99, 100])  # percent of what there is


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


class World(RuleBasedStateMachine):
    """Every life is that of a hub of its own, in a transaction that is rolled back. Its shops were there before."""

    people: ClassVar[list[Any]]
    offers: ClassVar[list[Offer]]

    @classmethod
    def found(cls) -> None:
        """Shops and the people of the hub, once for all lives of a test."""
        with mock.patch("django.utils.timezone.now", return_value=START):
            cls.people, cls.offers = _people(), []
            for currency, price_minor in SHOPS:
                cls.offers.append(_shop(currency, price_minor, cls.people[0].pk))

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = START
        self.provider = Failing()
        self.placed: list[OrderRequest] = []
        self.groups: list[UUID] = []
        """what payments pay: checkouts, and what is paid later of one order"""
        self.later: dict[UUID, OrderRequest] = {}
        """the order of each of the latter"""
        self.sent: list[tuple[bytes, dict[str, str]]] = []
        self.done_jobs: set[int] = set()
        self.looked = self.steps = 0
        """acts that were acknowledged: the trails must hold exactly so many by hand"""
        self.books = Books()
        self.lives: dict[UUID, Life] = {}
        self.told = 0
        """the last letter about an order that the plain books know of"""
        self.bank_took: Counter[UUID] = Counter()
        """payment -> minor units that the buyer's bank has taken back"""
        self.cash: Counter[str] = Counter()
        """in the drawer, by currency"""
        self.cash_paid: Counter[UUID] = Counter()
        versions = order_terms.all_terms()
        usual = order_terms.terms()
        kept = Terms(**{**_fields(usual), "version": RESERVING, "reserve_bp": 1_000, "reserve_days": 30})
        self.patches = [
            mock.patch.dict(known._KNOWN, {Sandbox.code: self.provider}),
            mock.patch("django.utils.timezone.now", side_effect=lambda: self.now),
            # the newest stays the last: it is in force
            mock.patch.object(order_terms, "all_terms", return_value={RESERVING: kept, **versions}),
        ]
        for patch in self.patches:
            patch.start()
        SEEN["lives"] += 1

    def teardown(self) -> None:
        try:
            if self.placed and sys.exc_info()[0] is None:  # nothing is wrong so far
                self.wind_down()
        finally:
            for patch in reversed(self.patches):
                patch.stop()
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    # --- what every file of random steps needs ----------------------------------------------------------------------

    def row(self, request: OrderRequest) -> Order:
        return Order.objects.get(seller_id=request.seller_id, key=request.key)

    def pick(self, which: int) -> OrderRequest:
        return self.placed[which % len(self.placed)]

    def pick_in(self, which: int, *states: State) -> OrderRequest | None:
        """One of the orders that stand so; None when there is none."""
        keys = set(Order.objects.filter(state__in=states).values_list("key", flat=True))
        found = [request for request in self.placed if request.key in keys]
        return found[which % len(found)] if found else None

    def jobs(self) -> list[tuple[int, str, dict[str, Any]]]:
        """What waits for the worker, without the letters."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' AND NOT id = ANY(%s)"
                " AND task_name NOT LIKE '%%.write_letters' AND coalesce(scheduled_at <= %s, true) ORDER BY id",
                [list(self.done_jobs), self.now],
            )
            return [(row[0], row[1], json.loads(row[2]) if isinstance(row[2], str) else row[2]) for row in cursor]

    def do(self, job: int, task: str, arguments: dict[str, Any]) -> None:
        app.perform_import_paths()
        if task in app.tasks:
            app.tasks[task].func(**arguments)
        self.done_jobs.add(job)

    def deliver(self, message: tuple[bytes, dict[str, str]]) -> str:
        body, headers = message
        try:
            return payments.receive_webhook(Sandbox.code, body, headers, now=self.now)
        except BadWebhook as refusal:  # its signature is of another day: the provider signs a repeat anew
            return str(refusal)

    def janitor(self) -> None:
        app.tasks["payments.janitor"].func(timestamp=0)

    def clocks_ring(self) -> None:
        """Every term that ran out does what it asks for."""
        run_case_clocks(now=self.now)
        self.catch_up()
        run_clocks(now=self.now)
        self.catch_up()
        freed = free_reserves(now=self.now)
        assert self.books.free_reserves(self.now) == freed, "another number of reserves was freed"
        SEEN["reserve freed"] += freed

    # --- the plain books follow -------------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Tell the plain books what happened, in the order in which it happened: that of the letters about it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, args->>'seller_id', args->>'key', args->>'step' FROM procrastinate_jobs"
                " WHERE task_name = 'orders.write_letters' AND id > %s ORDER BY id",
                [self.told],
            )
            letters = cursor.fetchall()
        fresh = list(Order.objects.exclude(key__in=list(self.lives)).order_by("key"))
        if not letters and not fresh:
            return
        facts = Facts()
        for row in fresh:
            self.lives[row.key] = facts.life(row, self.books)
        facts.shipped = Counter({key: life.shipped for key, life in self.lives.items()})
        for job, seller_id, key, step in letters:
            event = OrderEvent.objects.get(seller_id=seller_id, order_key=key, step=step)
            life = self.lives[event.order_key]
            life.happen(facts.step(event))
            if event.action in PAYS:
                assert self._money_came(event), f"{event.order_key} was paid and nobody took money"
            SEEN[f"act {event.action}"] += 1
            self.told = job

    def _money_came(self, event: OrderEvent) -> bool:
        """Whether a provider or the drawer took something for it."""
        groups = [group for group, request in self.later.items() if request.key == event.order_key]
        if event.action == Action.PAY:
            groups = [next(request.group_key for request in self.placed if request.key == event.order_key)]
        mine = Payment.objects.filter(group_key__in=groups)
        by_card = moves(is_refund=False).filter(key__in=mine.values("key")).exists()
        return by_card or MoneyReceipt.objects.filter(payment__in=mine).exists()

    @invariant()
    def books_agree(self) -> None:
        """After every step account by account; all that the doctor looks at every tenth time, and in the end."""
        self.compare()
        self.looked += 1
        if self.looked % SWEEP == 0:
            self.agree(settled=False)

    def compare(self) -> None:
        """Account by account the ledger says what the plain books say; reserves, acts and payments, too."""
        self.catch_up()
        wrong = self.books.wrong + differences(self.books.accounts, ledger_books())
        assert not wrong, wrong
        mine = [actor.person_id for actor in ROLES.values()]
        by_hand = OrderEvent.objects.filter(person_id__in=mine).exclude(action__in=("place", Action.GO_AHEAD))
        assert by_hand.count() == self.steps, "an act that was not acknowledged, or one that was lost"
        said = Counter(dict(Reserve.objects.values_list("order_key").annotate(Sum("left_minor"))))
        for key, state in Order.objects.values_list("key", "state"):
            life = self.lives[key]
            kept = sum(one.left for one in self.books.reserves if one.order is life)
            assert kept == said[key], f"{key} keeps {said[key]} in reserve, not {kept}"
            assert not sum(life.held) or state not in FINAL, f"{key} is {state} and {life.held} is held for it"
        self.agree_with_provider()

    def agree(self, *, settled: bool) -> None:
        """And each side's own rules hold."""
        self.compare()
        wrong = problems(settled=settled, replayed=settled)
        assert not wrong, wrong
        assert {request.key for request in self.placed} == set(Order.objects.values_list("key", flat=True))

    def agree_with_provider(self) -> None:
        """Whatever the hub takes for paid, the provider took; whatever the provider gave back, the hub promised."""
        taken = dict(moves(is_refund=False).values_list("key", "amount_minor"))
        for row in Payment.objects.filter(provider=Sandbox.code):
            if row.state in ("succeeded", "partly_refunded", "refunded", "surplus", "returned"):
                assert taken.get(row.key) == row.amount_minor, f"{row} was never paid"
        paid = Counter(Payment.objects.filter(state__in=PAID).values_list("group_key", flat=True))
        assert not paid or max(paid.values()) == 1, "two payments count for one thing"
        promised = dict(Refund.objects.values_list("key", "amount_minor"))
        for key, minor in moves(is_refund=True).values_list("key", "amount_minor"):
            assert promised.get(key) == minor

    def wind_down(self) -> None:
        """Every message comes, every job is done, every term runs out: now nothing may be open anywhere."""
        for _ in range(90):
            self._work_off()
            if self._all_over():
                break
            self.last_words()
            self.janitor()
            self.now += timedelta(days=5)
            self.clocks_ring()
        assert self._all_over(), "an order or a case came to no end"
        self.agree(settled=True)
        self.last_words()
        self._work_off()
        self.now += timedelta(days=31)
        self.clocks_ring()
        assert not any(one.left for one in self.books.reserves), "a reserve was never freed"
        self.pay_out_all()
        self.agree(settled=True)
        SEEN.update(f"order {state}" for state in Order.objects.values_list("state", flat=True))
        SEEN.update(f"payment {state}" for state in Payment.objects.values_list("state", flat=True))
        SEEN.update(f"case {outcome}" for outcome in Case.objects.values_list("outcome", flat=True))
        SEEN.update({"refund": Refund.objects.count(), "payout": Payout.objects.count()})
        assert not Refund.objects.exclude(state="sent").exists()
        assert self.in_hand() == _earned(), f"provider and drawer hold {self.in_hand()}, the orders earned {_earned()}"

    def _work_off(self) -> None:
        """Every message comes, and every job is done."""
        for body, _ in self.sent:
            self.deliver((body, signed(body, self.now)))
        while waiting := self.jobs():
            self.do(*waiting[0])
            self.catch_up()

    def last_words(self) -> None:
        """What people have to say at last, so that everything comes to an end; other files add to it."""

    def pay_out_all(self) -> None:
        """The last run of payouts."""

    def in_hand(self) -> dict[str, int]:
        """Minor units by currency that provider and drawer took and did not give back, less what rounding brought."""
        sums = Counter(self.cash)
        currency_of = dict(Payment.objects.values_list("key", "currency"))
        for move in moves(is_refund=False):
            sums[move.currency] += move.amount_minor
        for move in moves(is_refund=True):
            sums[move.currency] -= move.amount_minor
        for key, minor in self.bank_took.items():
            sums[currency_of[key]] -= minor
        for account, minor in self.books.accounts.items():
            if account.purpose == "rounding":
                sums[account.currency] += minor
        return {currency: minor for currency, minor in sums.items() if minor}

    def _all_over(self) -> bool:
        open_ = Order.objects.exclude(state__in=FINAL).exists() or Case.objects.filter(closed_at=None).exists()
        return not open_ and not Refund.objects.filter(state="manual").exists()


def moves(*, is_refund: bool) -> QuerySet[SandboxMove]:
    """What the provider did."""
    return SandboxMove.objects.filter(is_refund=is_refund, state=Happening.SUCCEEDED)


def signed(body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a message that is sent again now."""
    return {SIGNATURE_HEADER: sign(body, _secret(), unix_s=int(now.timestamp()))}


def refunded(row: Order) -> int:
    return (
        row.goods_refunded_minor + row.shipping_refunded_minor + row.duty_refunded_minor + row.tax_refunded_minor
        + row.fees_refunded_minor
    )  # fmt: skip


def left_of(row: Order) -> Money:
    """What was paid and did not go back."""
    charged = row.goods_minor + row.shipping_minor + row.duty_minor + row.tax_minor + row.fees_minor
    return Money(charged - refunded(row) - row.unpaid_minor, row.currency)


def today(now: datetime) -> date:
    return now.date()


def _earned() -> dict[str, int]:
    """What buyers paid for orders that were completed, or whose deposit was kept, less what they got back."""
    sums: Counter[str] = Counter()
    for row in Order.objects.filter(state__in=(State.COMPLETED, State.FORFEITED)):
        sums[row.currency] += left_of(row).minor
    return {currency: minor for currency, minor in sums.items() if minor}


def _fields(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in Terms.__dataclass_fields__}


def _people() -> list[Any]:
    return [parties.create_person(f"{name}@hub.example", name, is_operator=True) for name in ("Ada", "Ben", "Cy")]


def _shop(currency: str, price_minor: int, by: int) -> Offer:
    shelf, _ = Category.objects.get_or_create(slug="machine")
    firm = parties.create_business(name=currency, legal_name=currency, country="DE", currency=currency)
    details = BankDetails("Somebody", "DE", currency, iban="DE89370400440532013000")
    assert payments.decide_tier(firm.id, "verified", "all papers", person_id=by, now=START)
    if currency != NO_ACCOUNT:
        assert payments.save_bank_account(firm.id, details, now=START) == {}
    product = Product.objects.create(
        slug=f"thing-{currency}", category=shelf, language="en", hs_code="610910", origin="VN", created_by=firm.id
    )
    variant = Variant.objects.create(product=product, weight_g=200)
    return Offer.objects.create(
        seller_id=firm.id, variant=variant, sku=currency, currency=currency, price_minor=price_minor, available=40
    )
