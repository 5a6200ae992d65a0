"""How much a seller may be paid: the tiers of ``data/tiers.toml``, read once. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from karum.money import Money, parse

_FILE = Path(__file__).parent.parent / "data" / "tiers.toml"


class Document(StrEnum):
    """What a seller shows of herself."""

    IDENTITY = "identity"
    REGISTER = "register"
    OWNERS = "owners"
    BANK = "bank"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Tier:
    """``per_payout``, ``per_month``, ``held``: in the file's currency, None is no limit. ``documents`` it takes."""

    code: str
    documents: tuple[Document, ...]
    per_payout: Money | None
    per_month: Money | None
    held: Money | None

    @property
    def is_limited(self) -> bool:
        return self.per_payout is not None or self.per_month is not None

    def allows(self, amount: Money, month: Money) -> bool:
        """Whether ``amount`` may be paid when ``month`` was paid already; both in the limits' currency."""
        if self.per_payout is not None and self.per_payout < amount:
            return False
        return self.per_month is None or month + amount <= self.per_month


@dataclass(frozen=True, slots=True)
class Tiers:
    """The file. ``tiers`` stand in their order, the lowest first."""

    version: str
    source: str
    date: date
    confidence: str
    currency: str
    default: str
    new_account_days: int
    tiers: tuple[Tier, ...]

    def named(self, code: str) -> Tier:
        """A tier that is no longer in the file counts as the default one."""
        found = {tier.code: tier for tier in self.tiers}
        return found.get(code) or found[self.default]


@cache
def tiers() -> Tiers:
    """The tiers in force."""
    said = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    currency = said["currency"]
    rows = tuple(
        Tier(
            row["code"],
            tuple(Document(code) for code in row["documents"]),
            *(parse(str(row[name]), currency) if name in row else None for name in ("per_payout", "per_month", "held")),
        )
        for row in said["tier"]
    )
    return Tiers(
        said["version"],
        said["source"],
        said["date"],
        said["confidence"],
        currency,
        said["default"],
        int(said["new_account_days"]),
        tiers=rows,
    )
