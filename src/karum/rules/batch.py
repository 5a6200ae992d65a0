"""Door prices of many parcels at once: a page, a catalogue, a catalogue for every country.

The engine is asked once for each kind of goods and band of value; the formulas of its lines then serve every parcel of
that kind and band, as columns. Where a column cannot decide to the last cent (a sum on the edge between two cents, a
value on the edge of a limit, a duty by weight) the engine reckons that parcel itself, so that both always agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from karum.money import Money, exponent
from karum.rules.domain.answer import LandedCost
from karum.rules.domain.engine import Reckoning, reckon
from karum.rules.domain.exchange import Exchange
from karum.rules.domain.formulas import VALUE_PARTS, Formula
from karum.rules.domain.measures import Amount, Channel, Market, Part
from karum.rules.domain.request import Item, Mode, QuoteRequest

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
UNKNOWN = -1  # in a column of sums
_EDGE = 1e-6  # of a minor unit: nearer to a rounding edge than this, the engine decides
_LARGE = 1e8  # minor units: beyond this a double is too coarse
_GRID = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Kind:
    """What parcels have in common: goods of one kind, from one country, in one currency, sent in one way."""

    hs_code: str
    origin: str
    seller_country: str
    currency: str  # of the price
    freight_currency: str
    channel: Channel = "parcel"
    incoterm: str = "DAP"
    mode: Mode | None = None
    proofs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Parcels:
    """Columns, a parcel in each row. ``kind``: its place among the kinds; sums in minor units."""

    kind: Whole
    price: Whole  # of one unit
    quantity: Whole
    freight: Whole
    weight_g: Whole  # of one unit; below 0 is unknown


@dataclass(frozen=True, slots=True)
class Door:
    """Where the parcels go. The words are those of QuoteRequest."""

    destination: str
    currency: str
    day: date
    fx: Mapping[str, Decimal]
    region: str | None = None
    registrations: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class DoorPrices:
    """Columns of the answer: landed cost and what is due at checkout, minor units of the door's currency, or UNKNOWN.

    due_at_checkout is UNKNOWN with landed. certain: every part rests on an official or professional source. forbidden:
    the goods may not come in.
    reckoned_singly: how many rows the engine itself decided.
    """

    landed: Whole
    due_at_checkout: Whole
    certain: NDArray[np.bool_]
    forbidden: NDArray[np.bool_]
    reckoned_singly: int


def door_prices(kinds: Sequence[Kind], parcels: Parcels, door: Door, market: Market) -> DoorPrices:
    """Return the landed cost of each parcel, equal to what ``landed_cost`` returns for it alone."""
    size = len(parcels.kind)
    prices = DoorPrices(
        np.full(size, UNKNOWN, np.int64),
        np.full(size, UNKNOWN, np.int64),
        np.zeros(size, np.bool_),
        np.zeros(size, np.bool_),
        0,
    )
    if not size:
        return prices
    value = _Values.of(kinds, parcels, door, market)
    bands, edge = _bands(kinds, parcels, door, market, value)
    group_of, samples = _groups(parcels.kind, bands)
    plans = [_plan(_reckon(kinds, parcels, door, market, int(row)), market, value.grid[int(row)]) for row in samples]
    singly = edge | value.large
    shapes: dict[tuple[object, ...] | None, list[int]] = {}
    for group, plan in enumerate(plans):
        shapes.setdefault(plan.shape, []).append(group)
    for shape, groups in shapes.items():
        chosen = np.isin(group_of, np.asarray(groups)) & ~singly
        if shape is None:
            singly |= np.isin(group_of, np.asarray([group for group in groups if not plans[group].unknown]))
            continue
        rows = np.flatnonzero(chosen)
        if len(rows):
            doubt = _evaluate(
                [plans[group] for group in groups], groups, group_of[rows], rows, value, door, market, prices
            )
            singly[rows[doubt]] = True
    _marks(plans, group_of, prices)
    alone = np.flatnonzero(singly)
    for row in alone:
        _write(prices, int(row), _reckon(kinds, parcels, door, market, int(row)).answer)
    return DoorPrices(prices.landed, prices.due_at_checkout, prices.certain, prices.forbidden, len(alone))


@dataclass(frozen=True, slots=True)
class _Values:
    """Goods and freight of each row: exact in the market's currency as a double, and as shown to the buyer."""

    local: str  # the currency of the reckoning
    goods: Real
    freight: Real
    shown: Whole  # goods and freight together, minor units of the door's currency
    doubtful: NDArray[np.bool_]  # the shown sums lie on an edge
    large: NDArray[np.bool_]
    grid: NDArray[np.bool_]  # no exchange: every sum is a multiple of a small decimal, so that an edge is met exactly

    @classmethod
    def of(cls, kinds: Sequence[Kind], parcels: Parcels, door: Door, market: Market) -> "_Values":
        exchange = Exchange(door.fx)
        local = market.currency if exchange.rate(door.currency, market.currency) is not None else door.currency
        goods_minor = parcels.price * parcels.quantity
        goods, shown_goods, doubt_goods = _converted(
            [kind.currency for kind in kinds], parcels.kind, goods_minor, exchange, local, door.currency
        )
        freight, shown_freight, doubt_freight = _converted(
            [kind.freight_currency for kind in kinds], parcels.kind, parcels.freight, exchange, local, door.currency
        )
        same = np.asarray(
            [kind.currency == kind.freight_currency == local == door.currency for kind in kinds], np.bool_
        )
        return cls(
            local,
            goods,
            freight,
            shown_goods + shown_freight,
            doubt_goods | doubt_freight,
            (goods_minor > _LARGE) | (parcels.freight > _LARGE) | ~np.isfinite(goods) | ~np.isfinite(freight),
            same[parcels.kind],
        )


def _converted(
    currencies: Sequence[str], kind: Whole, minor: Whole, exchange: Exchange, local: str, shown_in: str
) -> tuple[Real, Whole, NDArray[np.bool_]]:
    """Sums in local currency (exact, major units), in the buyer's (minor units, half up), and which are unsure."""
    to_local = np.asarray([_factor(exchange, currency, local, 0) for currency in currencies])
    to_shown = np.asarray([_factor(exchange, currency, shown_in, exponent(shown_in)) for currency in currencies])
    unchanged = np.asarray([currency == shown_in for currency in currencies], np.bool_)[kind]
    exact = minor * to_shown[kind]
    finite = np.where(np.isfinite(exact), exact, 0.0)
    shown = np.where(unchanged, minor, np.floor(finite + 0.5).astype(np.int64))
    return minor * to_local[kind], shown, ~unchanged & _on_edge(finite)


def _factor(exchange: Exchange, have: str, want: str, digits: int) -> float:
    rate = exchange.rate(have, want)
    return float("nan") if rate is None else float(rate.scaleb(digits - exponent(have)))


def _on_edge(minor: Real) -> NDArray[np.bool_]:
    edge: NDArray[np.bool_] = np.abs(minor - np.floor(minor) - 0.5) < _EDGE * np.maximum(1.0, np.abs(minor) * 1e-6)
    return edge


class _Limit(NamedTuple):
    """One limit of the market's rules: what is measured against which sum."""

    parts: tuple[Part, ...]
    per_unit: bool
    factor: Decimal
    amount: Amount


def _limits(market: Market, day: date) -> list[_Limit]:
    """Every value at which the rules of the market may change."""
    found: dict[_Limit, None] = {}
    one = Decimal(1)
    for regime in market.regimes:
        if regime.cite.valid.covers(day):
            for amount in (regime.above, regime.at_most):
                if amount is not None:
                    found[_Limit(regime.basis, regime.per == "item", regime.value_factor or one, amount)] = None
    for fee in market.fees:
        if fee.cite.valid.covers(day):
            for amount in (fee.above, fee.at_most):
                if amount is not None:
                    found[_Limit(("goods",), False, one, amount)] = None
    return list(found)


def _bands(
    kinds: Sequence[Kind], parcels: Parcels, door: Door, market: Market, value: _Values
) -> tuple[Whole, NDArray[np.bool_]]:
    """The band of each row, a bit for each limit that it is above, and the rows on the edge of some limit."""
    exchange = Exchange(door.fx)
    bands = np.zeros(len(parcels.kind), np.int64)
    edge = np.zeros(len(parcels.kind), np.bool_)
    for bit, limit in enumerate(_limits(market, door.day)):
        rate = exchange.rate(value.local, limit.amount.currency)
        if rate is None:
            continue
        worth = np.zeros(len(parcels.kind))
        if "goods" in limit.parts:
            worth = worth + value.goods
        if "freight" in limit.parts:
            worth = worth + value.freight
        worth = worth * float(rate * limit.factor)
        if limit.per_unit:
            worth = worth / parcels.quantity
        bound = float(limit.amount.value)
        bands |= (worth > bound).astype(np.int64) << bit
        edge |= np.abs(worth - bound) <= 1e-9 * max(bound, 1.0)
    # Rows that cost nothing, and rows of unknown weight, are cases of their own: what is unknown of one may be known
    # of another.
    return (bands << 2) | ((parcels.weight_g < 0).astype(np.int64) << 1) | (parcels.price == 0), edge


def _groups(kind: Whole, bands: Whole) -> tuple[Whole, Whole]:
    """The group of each row, by kind and band, and a row of each group."""
    keys = np.stack([kind.astype(np.int64), bands], axis=1)
    _, samples, group_of = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return group_of.reshape(-1), samples


def _reckon(kinds: Sequence[Kind], parcels: Parcels, door: Door, market: Market, row: int) -> Reckoning:
    kind = kinds[int(parcels.kind[row])]
    weight = int(parcels.weight_g[row])
    item = Item(
        kind.hs_code,
        kind.origin,
        int(parcels.quantity[row]),
        Money(int(parcels.price[row]), kind.currency),
        None if weight < 0 else weight,
        proofs=kind.proofs,
    )
    request = QuoteRequest(
        seller_country=kind.seller_country,
        destination=door.destination,
        day=door.day,
        channel=kind.channel,
        incoterm=kind.incoterm,
        currency=door.currency,
        items=(item,),
        shipping=Money(int(parcels.freight[row]), kind.freight_currency),
        fx=door.fx,
        region=door.region,
        registrations=door.registrations,
        mode=kind.mode,
    )
    return reckon(request, market)


class _Line(NamedTuple):
    """A line of a plan: to which part its sum belongs, when it is due, and its formula."""

    part: Part | None
    at_checkout: bool
    waivable: bool
    rounding: Literal["half_up", "down", "up"]
    formula: Formula


@dataclass(frozen=True, slots=True)
class _Plan:
    """How every parcel of a group is reckoned. ``shape`` None: not by columns."""

    lines: tuple[_Line, ...]
    shape: tuple[object, ...] | None
    unknown: bool
    certain: bool
    forbidden: bool
    grid: bool
    numbers: list[list[float]] = field(default_factory=list)


_PLAIN = (0.0, 1.0, 0.0, -np.inf, np.inf)


def _plan(reckoning: Reckoning, market: Market, grid: bool) -> _Plan:
    answer = reckoning.answer
    forbidden = answer.status == "forbidden"
    if not answer.is_known:
        return _Plan((), None, True, False, forbidden, grid)
    formulas = [formula for formula in reckoning.formulas if formula is not None]
    whole = market.rounding_duty.sum_to or market.rounding_tax.sum_to
    if len(formulas) < len(answer.lines) or whole or market.rounding_duty.base_to or market.rounding_tax.base_to:
        return _Plan((), None, False, answer.is_certain, forbidden, grid)
    extra = {measure.code: measure for measure in market.additional}
    lines = tuple(
        _Line(
            _part(line.kind, line.code in extra and extra[line.code].effect != "replaces"),
            line.due == "checkout",
            line.kind == "tax" and line.collector != "hub",
            market.rounding_tax.mode if line.kind == "tax" and line.code not in extra else market.rounding_duty.mode,
            formula,
        )
        for line, formula in zip(answer.lines, formulas, strict=True)
    )
    fine = all(_is_fine(formula) for formula in formulas)
    shape = tuple((line.part, line.at_checkout, line.waivable, line.rounding, line.formula.parts) for line in lines)
    numbers = [_numbers(line.formula) for line in lines]
    return _Plan(lines, shape, False, answer.is_certain, forbidden, grid and fine, numbers)


def _part(kind: str, on_top: bool) -> Part | None:
    """The part of later bases to which a line belongs, as the engine adds it."""
    if kind == "duty":
        return "additional" if on_top else "duty"
    if not on_top:
        return None
    return "excise" if kind == "tax" else "fees"


def _is_fine(formula: Formula) -> bool:
    """Whether the numbers are short decimals, so that sums without exchange meet an edge exactly or not at all."""
    return formula.by == 1 and formula.factor == 1 and formula.times % _GRID == 0 and formula.plus % _GRID == 0


def _numbers(formula: Formula) -> list[float]:
    return [
        float(formula.times / formula.by),
        float(formula.factor),
        float(formula.plus),
        -np.inf if formula.least is None else float(formula.least),
        np.inf if formula.most is None else float(formula.most),
    ]


def _evaluate(
    plans: Sequence[_Plan],
    groups: Sequence[int],
    group_of: Whole,
    rows: Whole,
    value: _Values,
    door: Door,
    market: Market,
    prices: DoorPrices,
) -> NDArray[np.bool_]:
    """Write the sums of rows whose plans have one shape; return which of them lie on an edge."""
    at = np.searchsorted(np.asarray(groups), group_of)
    table = np.asarray([plan.numbers for plan in plans])  # plan x line x number
    grid = np.asarray([plan.grid for plan in plans], np.bool_)[at]
    exchange = Exchange(door.fx)
    back = exchange.rate(value.local, door.currency)
    digits, shown_digits = exponent(value.local), exponent(door.currency)
    parts: dict[Part, Real] = {
        "goods": value.goods[rows],
        "freight": value.freight[rows],
        "insurance": np.zeros(len(rows)),
        "duty": np.zeros(len(rows)),
        "additional": np.zeros(len(rows)),
        "excise": np.zeros(len(rows)),
        "fees": np.zeros(len(rows)),
    }
    doubt = value.doubtful[rows].copy()
    shown = value.shown[rows].copy()
    checkout = shown.copy()
    tax = np.zeros(len(rows))  # what the market may waive when it is little
    waived, waived_at_checkout = np.zeros_like(shown), np.zeros_like(shown)
    for index, line in enumerate(plans[0].lines):
        times, factor, plus, least, most = table[at, index].T
        counted = sum((parts[part] for part in line.formula.parts if part in VALUE_PARTS), np.zeros(len(rows)))
        rest = sum((parts[part] for part in line.formula.parts if part not in VALUE_PARTS), np.zeros(len(rows)))
        exact = np.clip((counted * factor + rest) * times + plus, least, most) * 10.0**digits
        minor, unsure = _rounded(exact, line.rounding, grid)
        doubt |= unsure
        local = minor / 10.0**digits
        if line.part is not None:
            parts[line.part] = parts[line.part] + local
        if value.local == door.currency or back is None:
            amount = minor.astype(np.int64)
        else:
            back_exact = local * float(back) * 10.0**shown_digits
            doubt |= _on_edge(back_exact) & (minor != 0)
            amount = np.floor(back_exact + 0.5).astype(np.int64)
        shown += amount
        if line.at_checkout:
            checkout += amount
        if line.waivable:
            tax += local
            waived += amount
            waived_at_checkout += amount if line.at_checkout else 0
    if market.tax_waived is not None:
        limit = exchange.amount(market.tax_waived[0], value.local)
        if limit is not None:
            doubt |= np.abs(tax - float(limit)) < _EDGE
            shown -= np.where(tax <= float(limit), waived, 0)
            checkout -= np.where(tax <= float(limit), waived_at_checkout, 0)
    prices.landed[rows] = shown
    prices.due_at_checkout[rows] = checkout
    return doubt


def _rounded(exact: Real, mode: str, grid: NDArray[np.bool_]) -> tuple[Real, NDArray[np.bool_]]:
    """Sums rounded to minor units, and which are too near an edge to be sure. On a grid an edge is met exactly."""
    if mode == "half_up":
        return np.floor(exact + 0.5 + np.where(grid, _EDGE / 10, 0.0)), _on_edge(exact) & ~grid & (exact != 0)
    nearest = np.round(exact)
    near = np.abs(exact - nearest) < _EDGE
    cut = np.floor(exact) if mode == "down" else np.ceil(exact)
    return np.where(near, nearest, cut), near & ~grid & (exact != 0)


def _marks(plans: Sequence[_Plan], group_of: Whole, prices: DoorPrices) -> None:
    prices.certain[:] = np.asarray([plan.certain for plan in plans], np.bool_)[group_of]
    prices.forbidden[:] = np.asarray([plan.forbidden for plan in plans], np.bool_)[group_of]


def _write(prices: DoorPrices, row: int, answer: LandedCost) -> None:
    landed, due = answer.totals.landed, answer.totals.due_at_checkout
    prices.landed[row] = UNKNOWN if landed is None else landed.minor
    prices.due_at_checkout[row] = UNKNOWN if landed is None or due is None else due.minor
    prices.certain[row] = answer.is_certain
    prices.forbidden[row] = answer.status == "forbidden"
