"""The hub's books kept a second time, in the plainest way, by the rules as a person would tell them.

Nothing of the program is used here: no table of edges, no rounding, no amounts that it wrote down. Whoever keeps these
books says what happened (``Step``: who did what, and how much she asked for); what each account must hold then is
worked out here. An amount is debits minus credits, in minor units.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

EXPECTED = "expected"
"""promised to escrow by orders that are not paid yet: not an account, but what its holds must sum to"""

ENDED = ("expired", "cancelled", "refused", "refunded", "forfeited")
"""where an order ends that was not completed"""


class Account(NamedTuple):
    """``purpose``: the ledger's word for it, or EXPECTED."""

    seller_id: int
    purpose: str
    currency: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What an order was agreed on. ``charged``: goods, shipping, duty, tax and fees in ``currency``, the buyer's; the
    rest in ``own``, the seller's. ``later``: what of the charge is paid after a deposit, part by part, empty without
    one; of the deposit's goods the seller keeps a share when the balance never comes, or when the buyer cancels."""

    seller_id: int
    name: str
    currency: str
    own: str
    charged: tuple[int, ...]
    goods: int
    shipping: int
    fee: int
    spread_bp: int = 0
    reserve_bp: int = 0
    reserve_days: int = 0
    later: tuple[int, ...] = ()
    unpaid_keep_bp: int = 0
    cancel_keep_bp: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an order's trail. ``reference`` names what was given back; ``worth``: the goods of a part that was
    shipped, in the seller's currency; ``by_buyer``: whether the buyer did it."""

    number: int
    at: datetime
    action: str
    source: str
    target: str
    amount: int | None = None
    note: str = ""
    reference: str = ""
    worth: int = 0
    by_buyer: bool = False


@dataclass(slots=True)
class Taken:
    """What one giving back took: out of escrow, and of what was released (``payable`` and ``fee`` together)."""

    held: list[int]
    released: list[int] = field(default_factory=lambda: [0] * 5)
    payable: int = 0
    fee: int = 0
    spread: int = 0
    regained: bool = False


@dataclass(slots=True)
class Reserve:
    """Kept of one release for a while."""

    order: "Life"
    step: int
    due_at: datetime
    left: int


class Books:
    """All accounts, and every order's money."""

    def __init__(self) -> None:
        self.accounts: Counter[Account] = Counter()
        self.reserves: list[Reserve] = []
        self.wrong: list[str] = []
        """amounts in a trail that are not what the rules give"""

    def move(self, seller_id: int, debit: str, credit: str, minor: int, currency: str) -> None:
        """One transfer; a negative amount goes the other way."""
        self.accounts[Account(seller_id, debit, currency)] += minor
        self.accounts[Account(seller_id, credit, currency)] -= minor

    def has(self, seller_id: int, purpose: str, currency: str) -> int:
        """What stands to somebody's credit in an account of liabilities."""
        return -self.accounts[Account(seller_id, purpose, currency)]

    def net(self, seller_id: int, currency: str) -> None:
        """What a seller owes is taken as soon as she has something."""
        owed = self.accounts[Account(seller_id, "receivable", currency)]
        taken = max(0, min(self.has(seller_id, "payable", currency), owed))
        self.move(seller_id, "payable", "receivable", taken, currency)

    def take_reserve(self, life: "Life", minor: int) -> None:
        """The reserve of this order first, then the oldest."""
        mine = [one for one in self.reserves if (one.order.terms.seller_id, one.order.terms.own) == life.purse]
        for one in sorted(mine, key=lambda r: (r.order is not life, r.due_at, r.order.terms.name, r.step)):
            taken = min(one.left, minor)
            one.left -= taken
            minor -= taken

    def free_reserves(self, now: datetime) -> int:
        """Those whose day has come, the oldest first; one of an order about which somebody complains waits."""
        freed = 0
        for one in sorted(self.reserves, key=lambda r: r.due_at):
            if one.due_at <= now and one.left and not one.order.stops:
                seller_id, own = one.order.purse
                amount = min(one.left, self.has(seller_id, "reserve", own))
                self.move(seller_id, "reserve", "payable", amount, own)
                self.net(seller_id, own)
                one.left, freed = 0, freed + 1
        return freed


class Life:
    """One order's money from its placing on."""

    def __init__(self, terms: Terms, books: Books, worth: int) -> None:
        """``worth``: all its goods, in the seller's currency."""
        self.terms, self.books = terms, books
        self.purse = (terms.seller_id, terms.own)
        self.held = [0] * 5
        self.kept = [0] * 5
        """parts that were released and not given back"""
        self.sold = self.payable = self.fee = self.spread = 0
        """what was released so far: goods and shipping, and what seller, hub and spread got of it"""
        self.back = self.back_payable = self.back_fee = self.back_spread = 0
        """what was given back of these"""
        self.taken: dict[str, Taken] = {}
        self.stops: set[str] = set()
        self.parts: dict[int, int] = {}
        """number -> worth, of the parts that are on their way"""
        self.shipped = 0
        self.unsent = worth
        self.first = list(terms.charged)
        if terms.later:
            self.first = [a - b for a, b in zip(terms.charged, terms.later, strict=True)]
            if self.first != split(sum(self.first), terms.charged):
                books.wrong.append(f"{terms.name}: {self.first} is no deposit on {terms.charged}")
        self.expected = [0] * 5
        """promised to escrow and not paid yet"""
        self.expect(self.first)

    @property
    def left(self) -> int:
        return sum(self.held) + sum(self.kept)

    def expect(self, parts: Sequence[int]) -> None:
        """From now on this much is promised to escrow, instead of what was."""
        more = sum(parts) - sum(self.expected)
        self.books.accounts[Account(self.terms.seller_id, EXPECTED, self.terms.currency)] += more
        self.expected = list(parts)

    def happen(self, step: Step) -> None:
        """Do what a step does with the money."""
        if step.action in ("cancel", "refuse", "lapse", "refund", "refund_rest"):
            self._goes_back(step)
        elif step.action in ("ship", "ship_part") and step.worth:
            self._part(step.worth)
        elif step.action in ("confirm_part", "release_part"):
            self._release_part(int(step.note), step)
        elif step.action in ("confirm", "release"):
            self._release(self.held, step)
        elif step.action in ("pay", "pay_balance", "collect"):
            self._pay()
        elif step.action == "ready":
            self.expect(self.terms.later)
        elif step.action == "forfeit":
            self._forfeit(step)
        elif step.action == "regain":
            self._regain(step)
        self._note(step)

    def _note(self, step: Step) -> None:
        """Which clocks stand, what is still to be sent and to be paid."""
        if step.target not in ("placed", "promised", "paid", "accepted", "ready"):
            self.unsent = 0
        if step.target in ENDED or step.target == "returning":
            self.expect([0] * 5)
        if step.action == "stop_clock":
            self.stops.add(step.note)
        elif step.action == "start_clock":
            self.stops = self.stops - {step.note} if step.note else set()
            if step.target == "completed" and not self.stops:
                self._release(self.held, step)  # what came back while somebody complained
        if (step.target in ENDED or step.target == "returning") and step.target != step.source:
            self.stops = set()

    def _pay(self) -> None:
        """All that was promised came."""
        self.held = [a + b for a, b in zip(self.held, self.expected, strict=True)]
        self._move("clearing", "escrow", sum(self.expected))
        self.expect([0] * 5)

    def _forfeit(self, step: Step) -> None:
        """The balance never came: a share of the deposit's goods is the seller's, the rest goes back."""
        keep_bp = self.terms.cancel_keep_bp if step.by_buyer else self.terms.unpaid_keep_bp
        kept = [self.held[0] * keep_bp // 10_000, 0, 0, 0, 0]
        back = sum(self.held) - sum(kept)
        self._compare(step, back)
        self._move("escrow", "clearing", back)
        self.held = kept
        self._release(kept, step, reserve_bp=0)

    def _compare(self, step: Step, amount: int) -> None:
        if amount != (step.amount or 0):
            self.books.wrong.append(f"{self.terms.name}: {step.action} gave {step.amount} back, not {amount}")

    def _goes_back(self, step: Step) -> None:
        rest_only = step.source == "accepted" and step.target in ("shipped", "completed")
        if step.action == "refund":
            amount = step.amount or 0
        elif rest_only:  # what was sent already goes on
            amount = sum(share(self.held, self.unsent, sum(self.parts.values())))
        else:
            amount = self.left
        self._compare(step, amount)
        if amount:
            self._back(amount, step.reference)

    def _part(self, worth: int) -> None:
        self.shipped += 1
        self.parts[self.shipped] = worth
        self.unsent -= worth

    def _release_part(self, number: int, step: Step) -> None:
        worth = self.parts.pop(number)
        self._release(share(self.held, worth, sum(self.parts.values()) + self.unsent), step)

    def _release(self, parts: Sequence[int], step: Step, *, reserve_bp: int | None = None) -> None:
        """Goods and shipping to the seller less the hub's fee, duty and tax for those whose they are."""
        terms, parts = self.terms, list(parts)
        if not sum(parts):
            return
        self.held = [a - b for a, b in zip(self.held, parts, strict=True)]
        self.kept = [a + b for a, b in zip(self.kept, parts, strict=True)]
        whole = terms.charged[0] + terms.charged[1]
        before = (self.payable, self.fee, self.spread)
        self.sold += parts[0] + parts[1]
        self.fee = terms.fee * self.sold // whole
        if self._exchanged:
            self.payable = (terms.goods + terms.shipping - terms.fee) * self.sold // whole
            self.spread = self.sold * terms.spread_bp // (10_000 + terms.spread_bp)
        else:
            self.payable = self.sold - self.fee
        payable, fee, spread = self.payable - before[0], self.fee - before[1], self.spread - before[2]
        self._to_its_owners("escrow", parts, payable, fee, spread)
        reserve = payable * (terms.reserve_bp if reserve_bp is None else reserve_bp) // 10_000
        if reserve:
            self._move("payable", "reserve", reserve, own=True)
            due_at = step.at + timedelta(days=terms.reserve_days)
            self.books.reserves.append(Reserve(self, step.number, due_at, reserve))
        self.books.net(*self.purse)

    def _to_its_owners(self, source: str, parts: Sequence[int], payable: int, fee: int, spread: int) -> None:
        self._move(source, "duty", parts[2] + parts[4])
        self._move(source, "tax", parts[3])
        if self._exchanged:
            self._move(source, "spread", spread)
            self._move(source, "fx", parts[0] + parts[1] - spread)
            self._move("fx", "payable", payable, own=True)
            self._move("fx", "fee", fee, own=True)
        else:
            self._move(source, "payable", payable)
            self._move(source, "fee", fee)

    def _back(self, amount: int, reference: str) -> None:
        """To the buyer: out of escrow first; of what was released seller, hub and states each give their share."""
        out = min(amount, sum(self.held))
        taken = Taken(split(out, self.held))
        self.held = [a - b for a, b in zip(self.held, taken.held, strict=True)]
        self._move("escrow", "clearing", out)
        if amount > out:
            self._back_released(amount - out, taken)
        if reference:
            self.taken[reference] = taken

    def _back_released(self, amount: int, taken: Taken) -> None:
        books, seller_id, own, currency = self.books, *self.purse, self.terms.currency
        parts = split(amount, self.kept)
        self.kept = [a - b for a, b in zip(self.kept, parts, strict=True)]
        goods = parts[0] + parts[1]
        self.back += goods

        def portion(of: int, gone: int) -> int:
            """The share of all that went back so far, less what went before; never less than nothing."""
            return max(0, of * self.back // self.sold - gone) if self.sold else 0

        gross = portion(self.payable + self.fee, self.back_payable + self.back_fee)
        fee = min(gross, portion(self.fee, self.back_fee))
        spread = portion(self.spread, self.back_spread)
        duty = min(parts[2] + parts[4], books.has(seller_id, "duty", currency))
        tax = min(parts[3], books.has(seller_id, "tax", currency))
        handed_on = parts[2] + parts[3] + parts[4] - duty - tax
        self._move("duty", "clearing", duty)
        self._move("tax", "clearing", tax)
        self._move("fee", "payable", fee, own=True)
        bears = gross + self._in_own(handed_on)
        target = "fx" if self._exchanged else "clearing"
        for purpose in ("payable", "reserve"):
            gives = min(bears, max(0, books.has(seller_id, purpose, own)))
            self._move(purpose, target, gives, own=True)
            bears -= gives
            if purpose == "reserve":
                books.take_reserve(self, gives)
        self._move("receivable", target, bears, own=True)
        if self._exchanged:
            self._move("fx", "clearing", goods - spread + handed_on)
            self._move("spread", "clearing", spread)
        self.back_payable += gross - fee
        self.back_fee += fee
        self.back_spread += spread
        taken.released, taken.payable, taken.fee, taken.spread = parts, gross - fee, fee, spread

    def _regain(self, step: Step) -> None:
        """A chargeback was won: what it took is where it was; of an order that is over, the seller's at once."""
        taken = self.taken[step.reference]
        taken.regained = True
        back = sum(taken.held) + sum(taken.released)
        if back != step.amount:
            self.books.wrong.append(f"{self.terms.name}: {step.amount} came back, not {back}")
        self.held = [a + b for a, b in zip(self.held, taken.held, strict=True)]
        self.kept = [a + b for a, b in zip(self.kept, taken.released, strict=True)]
        self.back -= taken.released[0] + taken.released[1]
        self.back_payable -= taken.payable
        self.back_fee -= taken.fee
        self.back_spread -= taken.spread
        self._move("clearing", "escrow", sum(taken.held))
        self._to_its_owners("clearing", taken.released, taken.payable, taken.fee, taken.spread)
        self.books.net(*self.purse)
        if step.source == "refunded" or (step.source == "completed" and not self.stops):
            self._release(self.held, step)

    def _move(self, debit: str, credit: str, minor: int, *, own: bool = False) -> None:
        currency = self.terms.own if own else self.terms.currency
        self.books.move(self.terms.seller_id, debit, credit, minor, currency)

    def _in_own(self, minor: int) -> int:
        """At the rate that the order froze, half up."""
        if not self._exchanged:
            return minor
        paid, worth = self.sold - self.spread, self.payable + self.fee
        return (2 * minor * worth + paid) // (2 * paid) if paid else 0

    @property
    def _exchanged(self) -> bool:
        return self.terms.currency != self.terms.own


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Proportional whole parts that sum to ``amount``: the rest goes to the largest remainders, ties to the first."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def share(held: Sequence[int], worth: int, others: int) -> list[int]:
    """What goods worth ``worth`` have of each part that is held, when ``others`` wait for theirs too."""
    return [split(minor, [worth, others])[0] for minor in held] if others > 0 else list(held)
