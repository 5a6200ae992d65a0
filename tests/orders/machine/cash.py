"""Cash: at the hub's desk and at the door, rounded to the coins there are, given back out of the drawer."""

from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from karum.money import Money
from karum.orders.domain.instalments import Way
from karum.orders.domain.states import Action, Role, State
from karum.orders.models import Order
from karum.orders.services import settle_group, wait_for_money
from karum.payments import services as payments
from karum.payments.domain import Instrument
from karum.payments.domain.receipts import GRACE
from karum.payments.models import Payment, Refund
from karum.payments.providers.cash import CODE as CASH
from tests.orders.machine.claims import Claims
from tests.orders.machine.world import ANY, HUB, SEEN

COIN = {"CHF": 5}
PERCENT = st.sampled_from([100, 100, 100, 40, 130])


class InCash(Claims):
    """See the module."""

    @precondition(lambda self: self.groups)
    @rule(which=ANY, percent=PERCENT, again=st.booleans(), told=st.booleans())
    def pays_at_the_desk(self, which: int, percent: int, again: bool, told: bool) -> None:
        """All of it, a part, or too much; what is too much goes back. Told twice it counts once."""
        self.take_cash(self.groups[which % len(self.groups)], percent, again, told)

    @precondition(lambda self: self.later)
    @rule(which=ANY, percent=PERCENT, again=st.booleans(), told=st.booleans())
    def pays_at_the_door(self, which: int, percent: int, again: bool, told: bool) -> None:
        """Before, when and after the courier is there; ``told`` false: the orders hear of it by a job."""
        doors = [group for group, request in self.later.items() if request.way is Way.CASH]
        if doors:
            self.take_cash(doors[which % len(doors)], percent, again, told)

    @precondition(lambda self: self.later)
    @rule(which=ANY, who=st.sampled_from([Role.SELLER, Role.HUB]), then=st.sampled_from(["", "take_back", "write_off"]))
    def nobody_pays_at_the_door(self, which: int, who: Role, then: str) -> None:
        """The goods go back, and come back or not."""
        doors = [
            request
            for request in self.later.values()
            if request.way is Way.CASH and self.row(request).state in (State.SHIPPED, State.DELIVERED)
        ]
        if doors:
            request = doors[which % len(doors)]
            self.act(request, Action.UNMET, who)
            if then:
                self.act(request, Action(then), Role.SELLER)

    def take_cash(self, group: UUID, percent: int, again: bool = False, told: bool = True) -> None:
        waiting = Payment.objects.filter(group_key=group, provider=CASH).order_by("id").last()
        if waiting is None:
            due = self.due(group)
            if due is None:
                return
            record = payments.start(
                key=uuid4(), group_key=group, amount=due, instrument=Instrument("cash"), now=self.now,
                provider_code=CASH,
            )  # fmt: skip
            assert record.pay_by is not None
            wait_for_money(group, record.pay_by + GRACE)
            waiting = Payment.objects.get(key=record.key)
        coin = COIN.get(waiting.currency, 1)
        rounded = max(coin, (2 * waiting.amount_minor + coin) // (2 * coin) * coin)
        minor = rounded * percent // 100 // coin * coin
        if not minor:
            return
        key, amount = uuid4(), Money(minor, waiting.currency)
        answer = payments.cash_collected(waiting.key, amount, "the van", key=key, at=self.now)
        self.cash[waiting.currency] += minor
        SEEN[f"cash {answer.result}"] += 1
        if answer.result == "paid":
            less = waiting.amount_minor - rounded  # the hub got less, or more, than the orders cost
            self.books.move(HUB, "rounding", "clearing", less, waiting.currency)
            SEEN["cash rounded"] += bool(less)
        if again:
            told_twice = payments.cash_collected(waiting.key, amount, "the van", key=key, at=self.now)
            assert told_twice.result == "repeated"
        if told:
            settle_group(group, now=self.now)
        self.catch_up()

    @rule(which=ANY)
    def desk_gives_cash_back(self, which: int) -> None:
        rows = list(Refund.objects.filter(state="manual").select_related("payment").order_by("id"))
        if rows:
            self._hand_out(rows[which % len(rows)])

    def _hand_out(self, row: Refund) -> None:
        assert payments.refund_transferred(row.key, "from the drawer", now=self.now)
        assert not payments.refund_transferred(row.key, "from the drawer", now=self.now), "cash was given back twice"
        self.cash[row.payment.currency] -= row.amount_minor
        SEEN["cash given back"] += 1

    def last_words(self) -> None:
        """Of the doors that are still to come every second one opens; the drawer gives back what it owes."""
        super().last_words()
        sent = Order.objects.filter(state__in=(State.SHIPPED, State.DELIVERED), way=Way.CASH, unpaid_minor__gt=0)
        waiting = set(sent.values_list("key", flat=True))
        for number, (group, request) in enumerate(self.later.items()):
            if request.key in waiting:
                if number % 2:
                    self.take_cash(group, 100)
                else:
                    self.act(request, Action.UNMET, Role.HUB)
        for refund in Refund.objects.filter(state="manual").select_related("payment"):
            self._hand_out(refund)
