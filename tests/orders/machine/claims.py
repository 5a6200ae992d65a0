"""Whatever stops the release clock: complaints, cases through all their steps, and banks that take money back."""

from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from karum.disputes import services as cases
from karum.disputes.domain.states import TRANSITIONS, Problem, Side, Stage, Wanted
from karum.disputes.domain.states import Action as Act
from karum.disputes.models import Case
from karum.disputes.services import Doer, Saying
from karum.money import Money
from karum.orders import queries as orders
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, Role, State
from karum.orders.models import Order
from karum.orders.services import CannotAct, start_clock, stop_clock
from karum.payments.domain import Happening
from karum.payments.models import Payment, Refund
from karum.payments.providers.sandbox import Sandbox, webhook
from tests.orders.machine.parts import InParts
from tests.orders.machine.world import ANY, PARTS, SEEN, left_of, signed

WHYS = ("the carrier lost it", "customs ask")
EXCHANGES = frozenset({Act.REPLACE, Act.FINISH})


class Claims(InParts):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self.awarded: dict[int, int] = {}
        """case -> what was last asked for, offered or decided"""
        self.taken_back: dict[UUID, tuple[int, list[Happening]]] = {}
        """payment -> how much its chargeback is of, and what the bank has said of it"""
        self.unheard: dict[UUID, list[tuple[bytes, dict[str, str]]]] = {}

    @precondition(lambda self: self.placed)
    @rule(which=ANY, why=st.sampled_from(WHYS), stops=st.sampled_from([True, True, False]), confirms=st.booleans())
    def clock_stands(self, which: int, why: str, stops: bool, confirms: bool) -> None:
        """Somebody complains, or takes it back; with ``confirms`` the buyer presses her button all the same."""
        request = self.pick_in(which, State.SHIPPED, State.DELIVERED) or self.pick(which)
        before = self.row(request)
        if stops:
            stop_clock(request.seller_id, request.key, why, now=self.now)
        elif why in before.stops:
            start_clock(request.seller_id, request.key, now=self.now, why=why)
        after = self.row(request)
        assert not after.stops or after.due_at is None, "its clock runs although somebody complains"
        if confirms:
            self.act(request, Action.CONFIRM, Role.BUYER)

    # --- cases ------------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.placed)
    @rule(which=ANY, wanted=st.sampled_from([*Wanted, None]), part=PARTS)
    def complain(self, which: int, wanted: Wanted | None, part: int) -> None:
        """A claim, or with ``wanted`` None a return."""
        request = self.pick_in(which, State.SHIPPED, State.DELIVERED, State.COMPLETED) or self.pick(which)
        self._complain(request, wanted, part)

    def _complain(self, request: OrderRequest, wanted: Wanted | None, part: int) -> None:
        order = orders.access_order_as_operator(request.seller_id, request.key)
        amount = Money(order.left.minor * part // 100, order.left.currency)
        if wanted is None:
            found = cases.open_return(order, uuid4(), amount, "x", person_id=None, now=self.now)
        else:
            problem, part_only = Problem.DAMAGED, wanted is Wanted.PART_REFUND
            found = cases.open_claim(
                order, uuid4(), problem, wanted, amount if part_only else None, "x", person_id=None, now=self.now
            )
        if isinstance(found, Case):
            asked = {Wanted.FULL_REFUND: order.left.minor, Wanted.REPLACEMENT: 0}
            self.awarded[found.pk] = asked.get(wanted, amount.minor) if wanted else amount.minor

    @precondition(lambda self: self.awarded)
    @rule(which=ANY, choices=st.lists(st.tuples(ANY, PARTS, st.booleans()), min_size=1, max_size=6))
    def case_goes_on(self, which: int, choices: list[tuple[int, int, bool]]) -> None:
        """What the table allows, by whoever may do it."""
        for choice, part, goods_back in choices:
            open_ = list(Case.objects.filter(closed_at=None).order_by("id"))
            if not open_:
                return
            self.act_in_case(open_[which % len(open_)], choice, part, goods_back)

    def act_in_case(self, case: Case, choice: int, part: int, goods_back: bool) -> None:
        legal = [
            (t.action, side)
            for t in TRANSITIONS
            for side in sorted(t.sides)
            if case.stage in t.sources and side not in (Side.CLOCK, Side.BANK) and t.action not in EXCHANGES
        ]
        if not legal:
            return
        onward = [(action, side) for action, side in legal if action is Act.ESCALATE]
        action, side = onward[0] if onward and choice % 3 == 0 else legal[choice % len(legal)]  # many are decided
        self.listen()
        row = self._order_of(case)
        left = left_of(row)
        doer = Doer(side, 900) if side is Side.SELLER else Doer(side)
        if side is Side.HUB:
            doer = self._neutral(case)
        amount = Money(left.minor * part // 100, row.currency)
        saying = Saying("x", amount, goods_back and bool(amount), carrier="Van", tracking_number="RR123456785GB")
        answer = cases.act(case.pk, action, doer, now=self.now, saying=saying)
        if isinstance(answer, cases.Done):
            SEEN[f"case {action}"] += 1
            if action in (Act.OFFER, Act.PROPOSE, Act.DECIDE):
                self.awarded[case.pk] = amount.minor
            self.catch_up()
            again = Case.objects.get(pk=case.pk)
            gone = left.minor - left_of(self._order_of(case)).minor
            assert gone == again.paid_minor - case.paid_minor, "a case says that it gave back another sum"
            assert gone in (0, min(self.awarded[case.pk], left.minor)), "what was agreed is not what went back"
            assert not gone or again.closed_at is not None

    def _neutral(self, case: Case) -> Doer:
        """A person of the hub takes the case where nobody has it; on appeal another one."""
        for person in self.people:
            if case.neutral_id == person.pk:
                return Doer(Side.HUB, person.pk, str(person))
        for person in self.people:
            if isinstance(cases.take(case.pk, person, declared=True, now=self.now), cases.Done):
                return Doer(Side.HUB, person.pk, str(person))
        return Doer(Side.HUB)

    def _order_of(self, case: Case) -> Order:
        return next(self.row(request) for request in self.placed if request.key == case.order_key)

    # --- chargebacks ------------------------------------------------------------------------------------------------

    @rule(which=ANY, part=st.sampled_from([1, 50, 100, 100]), comes=st.booleans())
    def bank_takes_back(self, which: int, part: int, comes: bool) -> None:
        """The buyer's bank takes a payment back, or a part of it: never what she got back already."""
        rows = [
            row
            for row in Payment.objects.filter(
                provider=Sandbox.code, state__in=("succeeded", "partly_refunded")
            ).order_by("id")
            if row.key not in self.taken_back and row.amount_minor > row.refunded_minor
        ]
        if rows:
            row = rows[which % len(rows)]
            amount = max(1, (row.amount_minor - row.refunded_minor) * part // 100)
            self.taken_back[row.key] = (amount, [])
            self._bank_says(row.key, Happening.CHARGEBACK_OPENED, comes)

    @precondition(lambda self: self.taken_back)
    @rule(which=ANY, won=st.booleans(), comes=st.booleans())
    def bank_decides(self, which: int, won: bool, comes: bool) -> None:
        """Won or lost; a second round comes only when all of the first was heard."""
        keys = sorted(self.taken_back)
        key = keys[which % len(keys)]
        said = self.taken_back[key][1]
        word = Happening.CHARGEBACK_WON if won else Happening.CHARGEBACK_LOST
        if word is said[-1] or len(said) > 3 or (len(said) > 1 and self.unheard[key]):
            return
        if won or not self._back_since(key):
            self._bank_says(key, word, comes)

    def _back_since(self, key: UUID) -> bool:
        """What went back to her meanwhile her bank cannot take."""
        row = Payment.objects.get(key=key)
        gone = sum(Refund.objects.filter(payment=row).values_list("amount_minor", flat=True))
        return row.amount_minor - gone < self.taken_back[key][0]

    def _bank_says(self, key: UUID, word: Happening, comes: bool) -> None:
        amount, said = self.taken_back[key]
        said.append(word)
        SEEN[f"chargeback {word}"] += 1
        self.bank_took[key] = 0 if word is Happening.CHARGEBACK_WON else amount
        currency = Payment.objects.get(key=key).currency
        message = webhook(key, word, Money(amount, currency), now=self.now, event_id=str(uuid4()))
        self.sent.append(message)
        self.unheard.setdefault(key, []).append(message)
        if comes:
            self.deliver(message)

    def hear(self) -> None:
        """The orders hear of what banks took."""
        self.listen()
        for job in self.jobs():
            if job[1] == "disputes.chargeback_changed":
                self.do(*job)
        self.catch_up()

    def listen(self) -> None:
        """Payments hear of what banks took, the newest word first: what a bank took and nobody knows of, the hub may
        give back a second time, and that is nobody's fault."""
        for waiting in self.unheard.values():
            for body, _ in reversed(list(waiting)):
                self.deliver((body, signed(body, self.now)))

    def act(self, request: OrderRequest, action: Action, role: Role, part: int = 0) -> None:
        self.listen()
        super().act(request, action, role, part)

    def clocks_ring(self) -> None:
        self.listen()
        super().clocks_ring()

    def _why_not(self, row: Order, action: Action, role: Role, amount: Money | None) -> set[CannotAct]:
        """What a bank took, and the orders have not heard of, is not given back."""
        groups = [row.group_key, *(group for group, request in self.later.items() if request.key == row.key)]
        took = Payment.objects.filter(group_key__in=groups, charged_back_minor__gt=0).exists()
        return super()._why_not(row, action, role, amount) | ({CannotAct.AT_THE_BANK} if took else set())

    # --- where a life may begin -------------------------------------------------------------------------------------

    def complains_about(self, request: OrderRequest) -> None:
        stop_clock(request.seller_id, request.key, WHYS[0], now=self.now)

    def asks_for_money(self, request: OrderRequest) -> None:
        """A claim of a part, to which the seller may agree."""
        self._complain(request, Wanted.PART_REFUND, 30)

    def bank_takes_it_back(self, request: OrderRequest) -> None:
        """All that she paid for it, and the orders hear of it."""
        key = Payment.objects.filter(group_key=request.group_key, provider=Sandbox.code, state="succeeded").first()
        if key is not None and key.key not in self.taken_back:
            self.taken_back[key.key] = (key.amount_minor, [])
            self._bank_says(key.key, Happening.CHARGEBACK_OPENED, comes=True)
            self.hear()

    def deliver(self, message: tuple[bytes, dict[str, str]]) -> str:
        answer = super().deliver(message)
        if answer in ("applied", "no_change", "repeated"):
            for waiting in self.unheard.values():
                waiting[:] = [other for other in waiting if other[0] != message[0]]
        return answer

    # --- in the end -------------------------------------------------------------------------------------------------

    def last_words(self) -> None:
        """Whoever complained takes it back, the bank decides, and the hub decides its cases."""
        super().last_words()
        for row in Order.objects.exclude(stops=[]).order_by("key"):
            for why in row.stops:
                if why in WHYS:
                    start_clock(row.seller_id, row.key, now=self.now, why=why)
        for key in sorted(self.taken_back):
            if self.taken_back[key][1][-1] is Happening.CHARGEBACK_OPENED:
                self._bank_says(key, Happening.CHARGEBACK_LOST, comes=True)
        for case in Case.objects.filter(closed_at=None, stage__in=(Stage.DECISION, Stage.APPEAL)):
            order = self._order_of(case)
            amount = Money(min(7, left_of(order).minor), order.currency)
            doer = self._neutral(case)
            case.refresh_from_db()
            answer = cases.act(case.pk, Act.DECIDE, doer, now=self.now, saying=Saying("x", amount))
            if isinstance(answer, cases.Done):
                self.awarded[case.pk] = amount.minor
        self.catch_up()
