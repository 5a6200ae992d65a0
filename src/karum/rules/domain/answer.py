"""The answer: what the goods cost at the door, line by line, with the evidence of each line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from karum.money import Money
from karum.rules.domain.measures import Cite, Collector, Confidence, ScreenStatus, Source, Validity
from karum.rules.domain.reasons import Reason

Kind = Literal["duty", "tax", "fee"]
Payer = Literal["buyer", "seller"]
Due = Literal["checkout", "border"]

_ORDER: Mapping[str, int] = {"A": 0, "B": 1, "C": 2, "M": 3}


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One duty, tax or fee. ``amount`` None is "unknown", never zero.

    base: what the rate is taken of, ``base_formula`` says in words of parts ("goods + freight"). rate: a fraction, None
    when the charge is flat, specific or unknown. local_amount: the sum as the authority counts it, in its currency.
    payer: who hands the money to the collector. due: at checkout or at the border.
    """

    kind: Kind
    code: str
    item_index: int | None
    base_formula: str
    base: Money | None
    rate: Decimal | None
    amount: Money | None
    local_amount: Money | None
    currency: str
    rounding: str
    payer: Payer
    collector: Collector
    due: Due
    cite: Cite
    why_applied: Reason
    why_not: tuple[Reason, ...] = ()

    @property
    def source(self) -> Source:
        return self.cite.source

    @property
    def valid(self) -> Validity:
        return self.cite.valid

    @property
    def confidence(self) -> Confidence:
        return self.cite.confidence

    @property
    def unverified(self) -> bool:
        """True when the figure comes from memory or from the request and nobody has checked it against the law."""
        return self.cite.confidence == "M"

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "code": self.code,
            "item_index": self.item_index,
            "base_formula": self.base_formula,
            "base": _text(self.base),
            "rate": None if self.rate is None else plain(self.rate),
            "amount": _text(self.amount),
            "currency": self.currency,
            "local_amount": _text(self.local_amount),
            "local_currency": None if self.local_amount is None else self.local_amount.currency,
            "rounding": self.rounding,
            "payer": self.payer,
            "collector": self.collector,
            "due": self.due,
            "source": self.source._asdict(),
            "valid": {"from": _day(self.valid.start), "to": _day(self.valid.end)},
            "checked": _day(self.cite.checked),
            "confidence": self.confidence,
            "unverified": self.unverified,
            "why_applied": self.why_applied.to_json(),
            "why_not": [reason.to_json() for reason in self.why_not],
        }


@dataclass(frozen=True, slots=True)
class Option:
    """One way to pay the duty of one item: ordinary rate or preference. ``saving`` is against the ordinary rate."""

    code: str
    item_index: int
    duty_text: str
    duty: Money | None
    saving: Money | None
    chosen: bool
    proof: str
    cite: Cite
    origin: str = ""  # ISO 3166-1 alpha-2, of the item
    rule_of_origin: str = ""  # what the goods must have undergone, where the agreement's rules are on file

    def to_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "item_index": self.item_index,
            "duty_text": self.duty_text,
            "duty": _text(self.duty),
            "saving": _text(self.saving),
            "chosen": self.chosen,
            "proof": self.proof,
            "origin": self.origin,
            "rule_of_origin": self.rule_of_origin,
            "source": self.cite.source._asdict(),
            "valid": {"from": _day(self.cite.valid.start), "to": _day(self.cite.valid.end)},
            "confidence": self.cite.confidence,
            "unverified": self.cite.confidence == "M",
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in the buyer's currency; None where a part is unknown."""

    goods: Money | None
    freight: Money | None
    insurance: Money | None
    duty: Money | None
    tax: Money | None
    fees: Money | None
    landed: Money | None
    due_at_checkout: Money | None
    due_at_border: Money | None

    def to_json(self) -> dict[str, object]:
        return {name: _text(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Screening:
    """Whether goods may come in. ``restricted``: they may, when the ``needs`` are met."""

    status: ScreenStatus
    reasons: tuple[Reason, ...] = ()
    needs: tuple[Reason, ...] = ()
    cites: tuple[Cite, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "status": self.status,
            "reasons": [reason.to_json() for reason in self.reasons],
            "needs": [need.to_json() for need in self.needs],
            "sources": [cite.source._asdict() | {"confidence": cite.confidence} for cite in self.cites],
        }


@dataclass(frozen=True, slots=True)
class LandedCost:
    """The whole answer. ``lines`` sum to the totals; ``not_applied`` shows what was considered and why it fell away."""

    status: ScreenStatus
    currency: str
    as_of: date
    data_versions: Mapping[str, str]
    regime: str
    totals: Totals
    lines: tuple[ChargeLine, ...]
    not_applied: tuple[ChargeLine, ...]
    options: tuple[Option, ...]
    screenings: tuple[Screening, ...]
    missing_facts: tuple[Reason, ...]
    documents: tuple[Reason, ...]
    assumptions: tuple[Reason, ...]
    lowest: Totals | None = None  # where an unknown may be one of several rates: the least and
    highest: Totals | None = None  # the most that it may come to; None where there is no bound, or nothing unknown

    @property
    def confidence(self) -> Confidence:
        """The weakest confidence among the lines; "A" when nothing is charged."""
        return max((line.confidence for line in self.lines), key=_ORDER.__getitem__, default="A")

    @property
    def is_known(self) -> bool:
        """True when every part of the landed cost is known."""
        return self.totals.landed is not None

    @property
    def is_certain(self) -> bool:
        """True when all parts, what the goods are and where they go are known from official or professional sources."""
        return (
            self.is_known
            and self.status != "unknown"
            and self.confidence in ("A", "B")
            and all(reason.code != "assume_default_region" for reason in self.assumptions)
        )

    @property
    def saving_possible(self) -> Money | None:
        """What proofs of origin that are not yet given would save in duty; None when nothing."""
        best: dict[int, Money] = {}
        for option in self.options:
            held = best.get(option.item_index)
            if option.saving and not option.chosen and (held is None or held < option.saving):
                best[option.item_index] = option.saving
        for option in self.options:
            if option.chosen and option.saving:
                best.pop(option.item_index, None)
        total = Money.zero(self.currency)
        for saving in best.values():
            total += saving
        return total if total else None

    def lines_of(self, kind: Kind) -> tuple[ChargeLine, ...]:
        return tuple(line for line in self.lines if line.kind == kind)

    def to_json(self) -> dict[str, object]:
        """The answer as plain JSON values; amounts are decimal strings, an unknown is null."""
        return {
            "status": self.status,
            "as_of": self.as_of.isoformat(),
            "data_versions": dict(self.data_versions),
            "regime": self.regime,
            "currency": self.currency,
            "confidence": self.confidence,
            "certain": self.is_certain,
            "totals": self.totals.to_json(),
            "lowest": None if self.lowest is None else self.lowest.to_json(),
            "highest": None if self.highest is None else self.highest.to_json(),
            "lines": [line.to_json() for line in self.lines],
            "not_applied": [line.to_json() for line in self.not_applied],
            "options": [option.to_json() for option in self.options],
            "screenings": [screening.to_json() for screening in self.screenings],
            "missing_facts": [fact.to_json() for fact in self.missing_facts],
            "documents": [document.to_json() for document in self.documents],
            "assumptions": [assumption.to_json() for assumption in self.assumptions],
        }


def plain(number: Decimal) -> str:
    """Write a number without exponent or useless zeros: ``0.12``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(amount: Money | None) -> str | None:
    return None if amount is None else amount.text


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
