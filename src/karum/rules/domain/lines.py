"""Write charge lines: round by the rule of the market, convert to the buyer's currency, say who pays whom and when."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from karum.money import Money, exponent
from karum.rules.domain.answer import ChargeLine, Due, Kind, Payer
from karum.rules.domain.formulas import Formula
from karum.rules.domain.measures import Cite, Collector, Part, Rounding
from karum.rules.domain.reasons import Reason, why
from karum.rules.domain.valuation import ZERO, Consignment, ItemValue

_MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}
_ONE = Decimal(1)


class Ledger:
    """Collects the lines of one answer, and beside each line that is charged its formula, where it has one."""

    __slots__ = ("_back", "_local_digits", "_shown_digits", "formulas", "held", "lines", "not_applied")

    def __init__(self, held: Consignment) -> None:
        self.held = held
        self.lines: list[ChargeLine] = []
        self.not_applied: list[ChargeLine] = []
        self.formulas: list[Formula | None] = []
        self._local_digits = exponent(held.local)
        self._shown_digits = exponent(held.request.currency)
        back = held.exchange.rate(held.local, held.request.currency)
        self._back = _ONE if back is None else back

    def charge(
        self,
        kind: Kind,
        code: str,
        cite: Cite,
        reason: Reason,
        *,
        collector: Collector,
        rounding: Rounding,
        exact: Decimal | Formula | None,
        item_index: int | None = None,
        parts: Iterable[Part] = (),
        base: Decimal | None = None,
        rate: Decimal | None = None,
        why_not: tuple[Reason, ...] = (),
        applied: bool = True,
    ) -> Decimal | None:
        """Add a line for an exact local amount (None: unknown) and return the amount rounded, in local currency.

        exact: the sum, or the formula that makes it of ``base``.
        """
        formula = exact if isinstance(exact, Formula) else None
        if rounding.base_to is not None and base is not None:
            base = base // rounding.base_to * rounding.base_to
        if isinstance(exact, Formula):
            exact = exact.reckon(base)
        local = None if exact is None else self._round(exact, rounding)
        payer, due = self._who(collector)
        line = ChargeLine(
            kind=kind,
            code=code,
            item_index=item_index,
            base_formula=" + ".join(parts),
            base=None if base is None else self.shown(base),
            rate=rate,
            amount=None if local is None else self.shown(local.decimal),
            local_amount=local,
            currency=self.held.request.currency,
            rounding=str(rounding),
            payer=payer,
            collector=collector,
            due=due,
            cite=cite,
            why_applied=reason,
            why_not=why_not,
        )
        if applied:
            self.lines.append(line)
            self.formulas.append(formula)
        else:
            self.not_applied.append(line)
        return None if local is None else local.decimal

    def replace_duty(self, value: ItemValue, other: str) -> None:
        """Take the ordinary duty of an item away, because the measure ``other`` stands in its place; still shown."""
        ordinary = [line for line in self.lines if line.kind == "duty" and line.item_index == value.index]
        for line in ordinary:
            del self.formulas[self.lines.index(line)]
            self.lines.remove(line)
            reason = why("not_replaced", value.index, other=other)
            self.not_applied.append(replace(line, why_not=(*line.why_not, reason)))
        value.parts["duty"] = ZERO

    def settle(self, kind: Kind, rounding: Rounding) -> None:
        """Round the sum of the lines of one kind down to the authority's multiple; the largest lines give way."""
        lines = [line for line in self.lines if line.kind == kind and line.local_amount]
        if rounding.sum_to is None or not lines:
            return
        total = self.sum_of(lines)
        over = total % rounding.sum_to
        for line in sorted(lines, key=lambda line: self.sum_of([line]), reverse=True):
            taken = min(over, self.sum_of([line]))
            if not taken:
                return
            exact = self.sum_of([line]) - taken
            at = next(at for at, one in enumerate(self.lines) if one is line)
            self.lines[at] = replace(line, local_amount=self._round(exact, rounding), amount=self.shown(exact))
            if kind == "duty" and line.item_index is not None:
                self.held.items[line.item_index].add("duty", -taken)
            over -= taken

    @staticmethod
    def sum_of(lines: Iterable[ChargeLine]) -> Decimal:
        """The sum of the known local amounts of some lines."""
        return sum((line.local_amount.decimal for line in lines if line.local_amount), ZERO)

    def shown(self, local: Decimal) -> Money:
        """Return an exact local sum in the buyer's currency, rounded half up."""
        exact = (local * self._back).scaleb(self._shown_digits)
        return Money(int(exact.quantize(_ONE, ROUND_HALF_UP)), self.held.request.currency)

    def _round(self, exact: Decimal, rounding: Rounding) -> Money:
        whole = exact.scaleb(self._local_digits).quantize(_ONE, _MODES[rounding.mode])
        return Money(int(whole), self.held.local)

    def _who(self, collector: Collector) -> tuple[Payer, Due]:
        if collector in ("hub", "seller"):
            return "buyer", "checkout"
        return ("seller", "checkout") if self.held.request.incoterm == "DDP" else ("buyer", "border")
