"""The price at the door as a receipt: rows of goods, shipping, duty, tax and fees, with the reason of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.money import Money
from karum.orders.queries import DoorPrice
from karum.orders.reasons import param_text, reason_text
from karum.rules import ChargeLine, Reason
from karum.rules.domain.regimes import DOMESTIC, NORMAL, UNION, UNKNOWN
from karum.runtime import wording

SURENESS: dict[str, str | Promise] = {
    "A": gettext_lazy("From the official text"),
    "B": gettext_lazy("From a professional source"),
    "C": gettext_lazy("From an old or weak source: treat it as an estimate"),
    "M": gettext_lazy("Not yet checked against the law: treat it as an estimate"),
}
PARTS: dict[str, str | Promise] = {
    "goods": gettext_lazy("goods"),
    "freight": gettext_lazy("shipping"),
    "insurance": gettext_lazy("insurance"),
    "duty": gettext_lazy("duty"),
    "additional": gettext_lazy("additional duty"),
    "excise": gettext_lazy("excise"),
    "fees": gettext_lazy("fees"),
}
"""What a charge may be reckoned on."""
REGIMES: dict[str, str | Promise] = {
    NORMAL: gettext_lazy("Ordinary import"),
    DOMESTIC: gettext_lazy("Within one country"),
    UNION: gettext_lazy("Within a customs union"),
    UNKNOWN: gettext_lazy("Not known"),
}
KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("duty", gettext_lazy("Import duty")),
    ("tax", gettext_lazy("Tax at import")),
    ("fee", gettext_lazy("Customs fees")),
)


@dataclass(frozen=True, slots=True)
class Why:
    """One charge inside a row: why it is so, how it is reckoned, who says so, how sure that is."""

    why: str
    amount: Money | None
    reckoned: tuple[str, ...]  # the rate and what it is of; the sum in the currency of customs; who pays whom
    instead: tuple[str, ...]  # what was considered and does not apply, each with its reason
    law: str
    url: str
    place: str  # file and row of the figure
    valid: str
    sure: str | Promise
    checked: date | None
    at_border: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``amount`` None is unknown."""

    label: str | Promise
    amount: Money | None
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the template draws."""

    door: DoorPrice
    rows: tuple[Row, ...]
    fallen: tuple[Why, ...]  # charges that were considered and are not due
    missing: tuple[str, ...]
    assumptions: tuple[str, ...]
    needs: tuple[str, ...]  # what the country asks for before such goods may come in


def receipt_of(door: DoorPrice) -> Receipt:
    """Group the charges of a door price. A kind without any line is not a row: nothing of that kind is due."""
    rows = []
    for kind, label in KINDS:
        lines = [line for line in door.lines if line.kind == kind]
        if lines:
            rows.append(Row(label, _sum(lines, door.currency), tuple(_why(line) for line in lines)))
    landed = door.landed
    return Receipt(
        door=door,
        rows=tuple(rows),
        fallen=tuple(_why(line) for line in landed.not_applied) if landed else (),
        missing=_say_all(door.missing),
        assumptions=_say_all(landed.assumptions if landed else ()),
        needs=_say_all(need for screening in landed.screenings for need in screening.needs) if landed else (),
    )


def regime_text(names: str) -> str:
    """The ways of import of an answer; one that has only a code keeps it."""
    return ", ".join(dict.fromkeys(str(REGIMES.get(name) or name) for name in names.split(" + ")))


def _say_all(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason_text(reason) for reason in reasons))


def _sum(lines: Iterable[ChargeLine], currency: str) -> Money | None:
    total = Money.zero(currency)
    for line in lines:
        if line.amount is None:
            return None
        total += line.amount
    return total


def _why(line: ChargeLine) -> Why:
    return Why(
        why=reason_text(line.why_applied),
        amount=line.amount,
        reckoned=tuple(_reckoned(line)),
        instead=_say_all(line.why_not),
        law=line.source.law,
        url=line.source.url,
        place=" ".join(part for part in (line.source.file, line.source.row) if part),
        valid=_valid(line),
        sure=SURENESS[line.confidence],
        checked=line.cite.checked,
        at_border=line.due == "border" and bool(line.amount is None or line.amount),
    )


def _reckoned(line: ChargeLine) -> Iterator[str]:
    if line.base is not None and line.rate is not None:
        yield _("Rate %(rate)s on %(base)s (%(parts)s).") % {
            "rate": param_text(line.rate),
            "base": param_text(line.base),
            "parts": " + ".join(str(PARTS.get(part, part)) for part in line.base_formula.split(" + ")),
        }
    local = line.local_amount
    if local is not None and local and local.currency != line.currency:
        yield _("Customs reckon it in their own currency: %(amount)s.") % {"amount": param_text(local)}
    if line.payer == "seller" and line.amount:
        yield _("The seller pays it to the carrier; you paid it to the seller with the price.")


def _valid(line: ChargeLine) -> str:
    first, last = line.valid
    days = {"first": wording.long_day_text(first), "last": wording.long_day_text(last)}
    if first and last:
        return _("valid from %(first)s to %(last)s") % days
    if first:
        return _("valid since %(first)s") % days
    return _("valid until %(last)s") % days if last else ""
