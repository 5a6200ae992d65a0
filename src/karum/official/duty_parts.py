"""Parts of a TARIC duty, put together to one expression: 01 "9 %", 04 "+ 20 EUR/DTN", 17 "MAX 18 %".

Source: TARIC3 data model, duty expressions, as the EU and the UK publish them. The number of the expression is also the
order in which the parts are said.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

# What stands before the amount. Expressions that are not here cannot be said, and are kept with their number.
SIGNS = {
    "01": "",
    "02": "-",
    "04": "+",
    "15": "MIN",
    "17": "MAX",
    "19": "+",
    "20": "+",
    "35": "MAX",
    "36": "-",
}
# Whole words without an amount. The agricultural ones depend on the recipe of the goods (Meursing table).
WORDS = {
    "12": "+ EA",
    "14": "+ EAR",
    "21": "+ ADSZ",
    "25": "+ ADSZR",
    "27": "+ ADFM",
    "29": "+ ADFMR",
    "37": "NIHIL",
}
SUPPLEMENTARY_UNIT = "99"  # what is to be counted for statistics; no duty


class Part(NamedTuple):
    """One component, as in ``karum.official.records.Component``."""

    expression: str
    amount: str
    currency: str
    unit: str
    qualifier: str


def compose(parts: Iterable[Part]) -> str | None:
    """Return the whole duty expression, or None when the parts are no duty (a supplementary unit, or nothing)."""
    said = [_words(part) for part in sorted(parts) if part.expression != SUPPLEMENTARY_UNIT]
    return " ".join(said) if said else None


def _words(part: Part) -> str:
    if part.expression in WORDS:
        return WORDS[part.expression]
    sign = SIGNS.get(part.expression, f"expression {part.expression}:")
    return f"{sign} {_amount(part)}".strip()


def _amount(part: Part) -> str:
    amount = _plain(part.amount)
    if not part.currency:
        return f"{amount} %"
    per = part.unit + (f"/{part.qualifier}" if part.qualifier else "")
    return f"{amount} {part.currency}/{per}" if per else f"{amount} {part.currency}"


def _plain(amount: str) -> str:
    """12.000 -> 12; what is no number stays as it is, and the parser says so."""
    try:
        return f"{Decimal(amount).normalize():f}"
    except InvalidOperation:
        return amount
