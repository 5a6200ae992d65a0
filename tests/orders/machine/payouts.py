"""What providers hand to the hub's bank, and what the hub hands to its sellers."""

from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from karum.money import Money
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, Role
from karum.payments import services as payments
from karum.payments.domain.payouts import NotMoved, RunState
from karum.payments.models import Payout, PayoutRun
from karum.payments.services import SettlementDiffers
from tests.orders.machine.cash import InCash
from tests.orders.machine.world import ANY, HUB, NO_ACCOUNT, SEEN


class Machine(InCash):
    """All of it: this is the class that runs."""

    def __init__(self) -> None:
        super().__init__()
        self.settled: dict[str, tuple[Money, Money]] = {}

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

    # --- where a life may begin -------------------------------------------------------------------------------------

    def pays_it_out(self, request: OrderRequest) -> None:
        run_id = self._prepare(self.people[0].pk)
        for word in ("approve", "send", "confirm"):
            self._move_on(run_id, word, self.people[1].pk)

    def pays_out_and_gives_back(self, request: OrderRequest) -> None:
        """The hub refunds what the seller took away already."""
        self.pays_it_out(request)
        self.act(request, Action.REFUND, Role.HUB, part=50)

    # --- in the end -------------------------------------------------------------------------------------------------

    def pay_out_all(self) -> None:
        """One run to its end: then nothing is left that is due, but with the shop that gave no account."""
        maker, approver = self.people[0].pk, self.people[1].pk
        run_id = self._prepare(maker)
        for word in ("approve", "send", "confirm"):
            self._move_on(run_id, word, approver)
        left = [account for account in self.books.accounts if account.purpose == "payable" and self.books.has(*account)]
        assert {account.currency for account in left} <= {NO_ACCOUNT}
