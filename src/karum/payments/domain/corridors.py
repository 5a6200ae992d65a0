"""What a payment between two countries needs: the rules of ``data/corridors.toml``, read once. Pure."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from karum.money import Money, parse

_FILE = Path(__file__).parent.parent / "data" / "corridors.toml"
GOODS = "goods"

Worth = Callable[[Money, str], Money | None]
"""An amount in another currency, None where there is no rate."""

WAYS = {"payment_account": ("mobile_money",)}
"""Names of the file for several of our ways to pay: what is not here is a way itself."""

NEW = "new"


class Custody(StrEnum):
    """Who may hold the buyer's money meanwhile."""

    LICENSED_PROVIDER = "licensed_provider"
    BANK_ESCROW = "bank_escrow"
    OWN_LICENCE = "own_licence"
    NONE = "none"  # nobody may: the corridor is refused
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CorridorRule:
    """One rule. ``from_``, ``to``: ISO 3166 alpha-2, EU or "" for every country; ``instrument``: "" for each.

    ``least``: it binds from this amount on. ``most``: more cannot be paid in one ``period`` ``per`` whom; ``zone``: by
    whose calendar. ``identified``: it binds only payers of whom the hub was shown so much; "" binds all.
    """

    from_: str
    to: str
    flow: str
    instrument: str
    least: Money | None
    most: Money | None
    period: str
    per: str
    requirement: str
    document: str
    deadline: str
    says: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: str
    zone: str = "UTC"
    identified: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways to pay that it binds, as the methods are called; "" for each."""
        return WAYS.get(self.instrument, (self.instrument,))

    def begins(self, now: datetime) -> datetime | None:
        """When the period began in which ``most`` counts; None for a limit of one payment, or of none."""
        there = now.astimezone(ZoneInfo(self.zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        found = {"life": datetime.min.replace(tzinfo=UTC), "year": there.replace(month=1), "month": there}
        return found.get(self.period)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, for limits. ``name``: a digest, the same for the same person. ``identified``: a tier of tiers.toml."""

    name: str = ""
    identified: str = NEW


NOBODY = Payer()

Used = Callable[[CorridorRule], Money | None]
"""What the payer paid already in a rule's period, in its currency; None where there is no rate."""


@dataclass(frozen=True, slots=True)
class CustodyRule:
    from_: str
    to: str
    mode: Custody
    reason: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Corridor:
    """What binds a payment. ``refused``: why it is not possible at all, "" when it is.

    ``blocked``: ways by which this amount cannot be paid, each with the rule that says so. ``limits``: rules of more
    than one payment, which are asked again when one begins.
    """

    from_: str
    to: str
    custody: Custody
    custody_reason: str
    rules: list[CorridorRule]
    refused: str
    blocked: dict[str, CorridorRule]
    limits: tuple[CorridorRule, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether anything but the rules for every country is on file."""
        return self.custody is not Custody.UNKNOWN or any(rule.from_ or rule.to for rule in self.rules)


def corridor(
    rules: Sequence[CorridorRule],
    custody: Sequence[CustodyRule],
    from_: str,
    to: str,
    flow: str,
    amount: Money | None,
    day: date,
    *,
    union: frozenset[str],
    worth: Worth,
    used: Used | None = None,
    payer: Payer = NOBODY,
) -> Corridor:
    """Choose what binds ``amount`` between two countries on a day. A rule whose amount has no rate binds.

    Without an amount: every rule that binds some amount, and nothing is blocked. Without ``used`` only limits of one
    payment are looked at.
    """
    found: list[CorridorRule] = []
    blocked: dict[str, CorridorRule] = {}
    limits: list[CorridorRule] = []
    for rule in rules:
        if rule.flow != flow or not _fits(rule.from_, from_, union) or not _fits(rule.to, to, union):
            continue
        if (rule.valid_from and day < rule.valid_from) or (rule.valid_to and rule.valid_to < day):
            continue
        if not (rule.from_ or rule.to) and from_ == to:
            continue  # rules for all borders bind where there is one
        if amount is not None and rule.least is not None and _below(amount, rule.least, worth):
            continue
        found.append(rule)
        if amount is None or rule.most is None or rule.identified not in ("", payer.identified):
            continue
        if rule.period != "transaction":
            limits.append(rule)
        if exceeds(rule, amount, worth, used):
            blocked |= dict.fromkeys(rule.ways, rule)
    held = next((c for c in custody if _fits(c.from_, from_, union) and _fits(c.to, to, union)), None)
    mode = held.mode if held else Custody.UNKNOWN
    refused = held.reason if held and mode is Custody.NONE else blocked[""].says if "" in blocked else ""
    return Corridor(from_, to, mode, held.reason if held else "", found, refused, blocked, tuple(limits))


def exceeds(rule: CorridorRule, amount: Money, worth: Worth, used: Used | None) -> bool:
    """Whether paying ``amount`` now would surely be more than the rule allows in its period."""
    if rule.most is None:
        return False
    if rule.period == "transaction":
        return _below(rule.most, amount, worth)
    before = used(rule) if used else None
    here = amount if amount.currency == rule.most.currency else worth(amount, rule.most.currency)
    return before is not None and here is not None and rule.most < before + here


def _fits(wanted: str, country: str, union: frozenset[str]) -> bool:
    return wanted in ("", country) or (wanted == "EU" and country in union)


def _below(one: Money, other: Money, worth: Worth) -> bool:
    """Whether ``one`` is surely less than ``other``."""
    here = one if one.currency == other.currency else worth(one, other.currency)
    return here is not None and here < other


@cache
def corridor_file() -> tuple[tuple[CorridorRule, ...], tuple[CustodyRule, ...]]:
    """The rules in force and to come, and who may hold the money."""
    said = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    rules = tuple(
        CorridorRule(
            from_=row["from"],
            to=row["to"],
            flow=row["flow"],
            instrument=row.get("instrument", ""),
            least=parse(str(row["min"]), row["currency"]) if "min" in row else None,
            most=parse(str(row["max"]), row["currency"]) if "max" in row else None,
            period=row.get("period", ""),
            per=row.get("per", ""),
            requirement=row["requirement"],
            document=row.get("document", ""),
            deadline=row.get("deadline", ""),
            says=row["says"],
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
            source=row["source"],
            confidence=row["confidence"],
            zone=row.get("zone", "UTC"),
            identified=row.get("identified", ""),
        )
        for row in said["rule"]
    )
    custody = tuple(
        CustodyRule(row["from"], row["to"], Custody(row["mode"]), row["reason"], row["source"], row["confidence"])
        for row in said["custody"]
    )
    return rules, custody
