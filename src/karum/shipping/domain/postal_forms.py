"""Which customs form a postal parcel carries: CN 22 for small and cheap ones, CN 23 for the others. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from karum.money import Money
from karum.shipping.domain.papers import Paper

Form = Literal["cn22", "cn23"]
_FILE = Path(__file__).parent.parent / "data" / "postal_forms.json"


@dataclass(frozen=True, slots=True)
class FormLimits:
    """A CN 22 goes up to this value, weight and number of lines, bounds included. ``basket``: what one SDR is worth."""

    value_max_sdr: Decimal
    weight_max_g: int
    lines_max: int
    basket: Mapping[str, Decimal]
    basket_since: date
    sources: tuple[str, ...]


@cache
def form_limits() -> FormLimits:
    """Return the limits of ``data/postal_forms.json``."""
    facts: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return FormLimits(
        value_max_sdr=Decimal(facts["cn22"]["value_max_sdr"]),
        weight_max_g=facts["cn22"]["weight_max_g"],
        lines_max=facts["cn22"]["lines_max"],
        basket={currency: Decimal(amount) for currency, amount in facts["sdr_basket"]["amounts"].items()},
        basket_since=date.fromisoformat(facts["sdr_basket"]["since"]),
        sources=(facts["cn22"]["source"], facts["sdr_basket"]["source"]),
    )


def sdr_value(value: Money, fx: Mapping[str, Decimal]) -> Decimal | None:
    """Return ``value`` in Special Drawing Rights, or None where a rate is unknown.

    ``fx["A/B"]`` is how many B one A buys. One SDR is a sum of fixed amounts of five currencies, by the IMF.
    """
    worth = Decimal(0)
    for currency, amount in form_limits().basket.items():
        rate = _rate(currency, value.currency, fx)
        if rate is None:
            return None
        worth += amount * rate
    return value.decimal / worth


def postal_form(paper: Paper, fx: Mapping[str, Decimal]) -> Form:
    """Return the form that the parcels of ``paper`` need: CN 23, good for any value, when that in SDR is unknown."""
    limits = form_limits()
    value = sdr_value(paper.goods, fx)
    is_small = (
        value is not None
        and value <= limits.value_max_sdr
        and max((parcel.gross_weight_g for parcel in paper.parcels), default=0) <= limits.weight_max_g
        and len(paper.lines) <= limits.lines_max
    )
    return "cn22" if is_small else "cn23"


def _rate(base: str, quote: str, fx: Mapping[str, Decimal]) -> Decimal | None:
    if base == quote:
        return Decimal(1)
    if (direct := fx.get(f"{base}/{quote}")) is not None:
        return direct
    inverse = fx.get(f"{quote}/{base}")
    return 1 / inverse if inverse else None
