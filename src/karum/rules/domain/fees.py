"""Charges per consignment: processing fees of customs, flat or with a floor and a ceiling."""

from decimal import Decimal

from karum.rules.domain.formulas import Formula
from karum.rules.domain.lines import Ledger
from karum.rules.domain.measures import Fee, Market
from karum.rules.domain.reasons import Reason, why
from karum.rules.domain.regimes import DOMESTIC, UNION, Choice, money_of
from karum.rules.domain.request import Item

UNNAMED = "unknown"  # the code of fees of which not even the name is on file


def charge_fees(ledger: Ledger, market: Market, choices: list[Choice]) -> None:
    """Write one line per fee that concerns this consignment."""
    if choices[0].name in (DOMESTIC, UNION):
        return
    request = ledger.held.request
    for fee in market.fees:
        if request.channel not in fee.channels or not fee.cite.valid.covers(request.day):
            continue
        if fee.modes and (request.mode or "unknown") not in fee.modes:
            if request.mode is None and fee.modes == frozenset({"sea"}):
                ledger.held.assume("assume_not_sea")
            continue
        if all(_is_free(item, fee) for item in request.items) and not _excused(ledger, fee):
            continue
        inside = _inside(ledger, fee)
        if inside is False:
            continue
        _charge(ledger, market, fee, known=inside is True)


def _charge(ledger: Ledger, market: Market, fee: Fee, *, known: bool) -> None:
    held = ledger.held
    base = _base(ledger, fee)
    exact: Formula | None = None
    if not fee.known or not known:
        if fee.code == UNNAMED:
            held.miss("missing_fees")
        else:
            held.miss("missing_fee", code=fee.code)
        reason = why("fee_unknown")
    elif fee.flat is not None:
        flat = held.local_amount(fee.flat)
        exact = None if flat is None else Formula(plus=flat)
        reason = why("fee_flat", flat=money_of(fee.flat))
    else:
        rate = fee.rate or Decimal(0)
        if base is None:
            reason = why("fee_base_unknown", rate=rate)
        else:
            exact, reason = _bounded(ledger, fee, base, rate)
    proof = _excused(ledger, fee)
    ledger.charge(
        "fee", fee.code, fee.cite, reason,
        collector=fee.collector, rounding=market.rounding_duty, exact=exact,
        parts=fee.base if fee.rate is not None else (), base=base if fee.rate is not None else None, rate=fee.rate,
        why_not=(why("not_fee_proof", other=proof),) if proof else (), applied=not proof,
    )  # fmt: skip


def _is_free(item: Item, fee: Fee) -> bool:
    return item.origin in fee.origins_except or bool(item.proofs & fee.unless_proof)


def _base(ledger: Ledger, fee: Fee) -> Decimal | None:
    """What the fee is a share of: the value of the items that neither their origin nor a proof frees from it."""
    total = Decimal(0)
    for value in ledger.held.items:
        if _is_free(value.item, fee):
            continue
        base = value.base(fee.base)
        if base is None:
            return None
        total += base
    return total


def _bounded(ledger: Ledger, fee: Fee, base: Decimal, rate: Decimal) -> tuple[Formula | None, Reason]:
    """The formula of a share of the value between a floor and a ceiling, and which of the three decides."""
    formula, reason = Formula(fee.base, rate), why("fee_rate", rate=rate)
    if fee.floor is not None:
        floor = ledger.held.local_amount(fee.floor)
        if floor is None:
            return None, why("fee_unknown")
        formula = formula._replace(least=floor)
        if base * rate < floor:
            reason = why("fee_floor", rate=rate, limit=money_of(fee.floor))
    if fee.ceiling is not None:
        ceiling = ledger.held.local_amount(fee.ceiling)
        if ceiling is None:
            return None, why("fee_unknown")
        formula = formula._replace(most=ceiling)
        if base * rate > ceiling:
            reason = why("fee_ceiling", rate=rate, limit=money_of(fee.ceiling))
    return formula, reason


def _excused(ledger: Ledger, fee: Fee) -> str | None:
    """The proof of origin that all items hold and that frees the consignment from the fee."""
    for code in sorted(fee.unless_proof):
        if all(code in value.item.proofs for value in ledger.held.items):
            return code
    return None


def _inside(ledger: Ledger, fee: Fee) -> bool | None:
    """Whether the value of the goods lies in the band of the fee; None when that cannot be known."""
    if fee.above is None and fee.at_most is None:
        return True
    worth = ledger.held.total(("goods",))
    for limit, is_ceiling in ((fee.at_most, True), (fee.above, False)):
        if limit is None:
            continue
        bound = ledger.held.local_amount(limit)
        if worth is None or bound is None:
            return None
        if (worth > bound) if is_ceiling else (worth <= bound):
            return False
    return True
