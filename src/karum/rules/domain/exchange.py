"""Exchange rates of a request: direct, inverse, or across one third currency."""

from collections.abc import Mapping
from decimal import Decimal

from karum.rules.domain.measures import Amount

_ONE = Decimal(1)


class Exchange:
    """Rates named "USD/EUR": how many EUR one USD buys. Answers are kept, so that a quote asks each pair once."""

    __slots__ = ("_kept", "_rates")

    def __init__(self, rates: Mapping[str, Decimal]) -> None:
        self._rates = rates
        self._kept: dict[tuple[str, str], Decimal | None] = {}

    def rate(self, have: str, want: str) -> Decimal | None:
        """Return how many ``want`` one ``have`` buys; None when the request holds no way to know."""
        if have == want:
            return _ONE
        pair = (have, want)
        if pair not in self._kept:
            self._kept[pair] = self._find(have, want)
        return self._kept[pair]

    def amount(self, amount: Amount, currency: str) -> Decimal | None:
        """Return a legal threshold or flat charge in ``currency``, exact; None when the rate is missing."""
        rate = self.rate(amount.currency, currency)
        return None if rate is None else amount.value * rate

    def _find(self, have: str, want: str) -> Decimal | None:
        step = self._step(have, want)
        if step is not None:
            return step
        for pair in sorted(self._rates):
            for middle in pair.split("/"):
                first, second = self._step(have, middle), self._step(middle, want)
                if first is not None and second is not None:
                    return first * second
        return None

    def _step(self, have: str, want: str) -> Decimal | None:
        direct = self._rates.get(f"{have}/{want}")
        if direct is not None:
            return direct
        inverse = self._rates.get(f"{want}/{have}")
        return None if inverse is None else _ONE / inverse
