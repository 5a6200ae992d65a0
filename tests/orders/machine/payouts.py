"""Cash, what providers hand to the hub's bank, and what the hub hands to its sellers."""

from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from karum.money import Money
from karum.orders.services import settle_group, wait_for_money
from karum.payments import services as payments
from karum.payments.domain import Instrument
from karum.payments.domain.payouts import NotMoved, RunState
from karum.payments.domain.receipts import GRACE
from karum.payments.models import Payment, Payout, PayoutRun, Refund
from karum.payments.providers.cash import CODE as CASH
from karum.payments.services import SettlementDiffers
from tests.orders.machine.claims import Claims
from tests.orders.machine.world import ANY, NO_ACCOUNT, SEEN

HUB = 0
COIN = {"CHF": 5}


class Machine(Claims):
    """All of it: this is the class that runs."""

    def __init__(self) -> None:
        super().__init__()
        self.settled: dict[str, tuple[Money, Money]] = {}

    # --- cash -------------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.groups)
    @rule(which=ANY, percent=st.sampled_from([100, 100, 100, 40, 130]), again=st.booleans())
    def pays_cash(self, which: int, percent: int, again: bool) -> None:
        """All of it, a part, or too much; what is too much goes back. Told twice it counts once."""
        group = self.groups[which % len(self.groups)]
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
            told = payments.cash_collected(waiting.key, amount, "the van", key=key, at=self.now)
            assert told.result == "repeated"
        settle_group(group, now=self.now)

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

    # --- from the provider to the bank ------------------------------------------------------------------------------

    @rule(
        name=st.sampled_from("abcdefgh"),
        gross=st.integers(-5_000, 90_000),
        charges=st.integers(0, 900),
        currency=st.sampled_from(["EUR", "JPY"]),
    )
    def provider_settles(self, name: str, gross: int, charges: int, currency: str) -> None:
        """What the provider paid to the bank, less its charges; told again it counts once, told otherwise not."""
        told = (Money(gross, currency), Money(charges, currency))
        words = ("sandbox", *told, told[0] - told[1], name, self.now)
        if name not in self.settled:
            assert payments.settled(*words)
            self.settled[name] = told
            self.books.move(HUB, "bank", "clearing", gross - charges, currency)
            self.books.move(HUB, "charges", "clearing", charges, currency)
        elif self.settled[name] == told:
            assert not payments.settled(*words)
        else:
            with pytest.raises(SettlementDiffers):
                payments.settled(*words)

    # --- to the sellers ---------------------------------------------------------------------------------------------

    @rule(maker=st.integers(0, 2))
    def prepare_payouts(self, maker: int) -> None:
        self._prepare(self.people[maker].pk)

    def _prepare(self, maker: int) -> int:
        """What she owes is taken first; all that is left is paid, to those who gave an account."""
        due: dict[tuple[int, str], int] = {}
        for account in [account for account in self.books.accounts if account.purpose == "payable"]:
            if self.books.has(*account) > 0:
                self.books.net(account.seller_id, account.currency)
                left = self.books.has(*account)
                if left and account.currency != NO_ACCOUNT:
                    due[account.seller_id, account.currency] = left
        run = payments.make_payout_file(key := uuid4(), now=self.now, actor_id=maker)
        assert payments.make_payout_file(key, now=self.now, actor_id=maker).id == run.id
        assert {(line.seller_id, line.amount.currency): line.amount.minor for line in run.lines} == due
        for (seller_id, currency), minor in due.items():
            self.books.move(seller_id, "payable", "transit", minor, currency)
        SEEN["payout prepared"] += len(due)
        return run.id

    @rule(which=ANY, by=st.integers(0, 2), words=st.lists(st.sampled_from(["approve", "send", "confirm"]), max_size=3))
    def payouts_go_on(self, which: int, by: int, words: list[str]) -> None:
        """Approved by another person than the maker, sent, confirmed: only in this order."""
        runs = list(PayoutRun.objects.order_by("id"))
        if runs:
            for word in words:
                self._move_on(runs[which % len(runs)].id, word, self.people[by].pk)

    def _move_on(self, run_id: int, word: str, person_id: int) -> None:
        run = PayoutRun.objects.get(id=run_id)
        if word == "approve":
            refused = payments.approve_run(run_id, person_id, now=self.now)
            if run.state != RunState.PREPARED:
                assert refused is NotMoved.NOT_NEXT
            else:
                assert (refused is None) == (run.made_by_id != person_id), "whoever made it approved it"
            return
        open_ = list(Payout.objects.filter(run=run, state="open"))
        to = RunState.SENT if word == "send" else RunState.CONFIRMED
        needs = RunState.APPROVED if word == "send" else RunState.SENT
        moved = payments.move_on(run_id, to, now=self.now)
        assert moved == (run.state == needs)
        if moved and to is RunState.CONFIRMED:
            for payout in open_:
                self.books.move(payout.seller_id, "transit", "bank", payout.amount_minor, payout.currency)
                SEEN["payout confirmed"] += 1

    @rule(which=ANY)
    def payouts_cancelled(self, which: int) -> None:
        """Before it went to the bank, all of it is the sellers' again."""
        runs = list(PayoutRun.objects.order_by("id"))
        if not runs:
            return
        run = runs[which % len(runs)]
        open_ = list(Payout.objects.filter(run=run, state="open"))
        done = payments.cancel_run(run.id, now=self.now)
        assert done == (run.state in (RunState.PREPARED, RunState.APPROVED))
        for payout in open_ if done else []:
            self.books.move(payout.seller_id, "transit", "payable", payout.amount_minor, payout.currency)
            SEEN["payout cancelled"] += 1

    @rule(which=ANY)
    def payout_comes_back(self, which: int) -> None:
        """The bank could not pay it, before or after it said that it had."""
        rows = list(Payout.objects.order_by("id"))
        if not rows:
            return
        row = rows[which % len(rows)]
        if not payments.return_payout(row.id, "account closed", now=self.now):
            return
        assert row.state in ("open", "confirmed")
        source = "transit" if row.state == "open" else "bank"
        self.books.move(row.seller_id, source, "payable", row.amount_minor, row.currency)
        SEEN["payout returned"] += 1
        assert not payments.return_payout(row.id, "account closed", now=self.now), "a payout came back twice"

    # --- in the end -------------------------------------------------------------------------------------------------

    def last_words(self) -> None:
        super().last_words()
        for row in Refund.objects.filter(state="manual").select_related("payment"):
            self._hand_out(row)

    def pay_out_all(self) -> None:
        """One run to its end: then nothing is left that is due, but with the shop that gave no account."""
        maker, approver = self.people[0].pk, self.people[1].pk
        run_id = self._prepare(maker)
        for word in ("approve", "send", "confirm"):
            self._move_on(run_id, word, approver)
        left = [account for account in self.books.accounts if account.purpose == "payable" and self.books.has(*account)]
        assert {account.currency for account in left} <= {NO_ACCOUNT}
