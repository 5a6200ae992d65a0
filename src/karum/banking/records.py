"""What a statement says, whichever format it came in."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from karum.banking.fields import made_up_id
from karum.money import Money


class BadStatement(ValueError):
    """A file that cannot be used at all; the text says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A part of a file that could not be used: where it stands, why, and its text (at most 500 characters)."""

    place: str
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One movement on an account of the hub. ``amount``: above zero came in, below zero went out.

    ``account``: IBAN or number without spaces. ``entry_id``: the bank's own id, the same in every file that shows the
    movement; ``made_up`` when the bank gave none of use and it is a digest of the row. ``end_to_end``: the reference
    that the payer gave, "" when unknown. ``return_reason``: an ISO 20022 code (AC04, ...) when it brings one back.
    """

    account: str
    booked: date
    valued: date
    amount: Money
    name: str
    counterparty: str
    remittance: str
    end_to_end: str
    entry_id: str
    return_reason: str
    place: str
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class StatementBalance:
    """What the bank says stood in the account. ``closing``: at the end of the day, else at its beginning."""

    account: str
    day: date
    amount: Money
    closing: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One file. ``kind``: camt.053, camt.054, mt940 or csv."""

    kind: str
    entries: list[StatementEntry] = field(default_factory=list)
    balances: list[StatementBalance] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def take(self, page: "Statement") -> None:
        """Everything of one page of the file."""
        self.entries.extend(page.entries)
        self.balances.extend(page.balances)
        self.broken.extend(page.broken)


def named(entries: Iterable[StatementEntry]) -> list[StatementEntry]:
    """Name the movements of one page to which the bank gave no id ("") or one that it gave to several.

    The same words make the same name in every file, wherever in it they stand: so files that overlap bring a movement
    once. Equal movements of one page are told apart by their number.
    """
    rows = list(entries)
    often, seen = Counter(row.entry_id for row in rows), Counter[tuple[object, ...]]()
    found = []
    for row in rows:
        if row.entry_id and often[row.entry_id] == 1:
            found.append(row)
            continue
        sides = (row.name, row.counterparty, row.return_reason)
        words = (row.account, row.booked, row.amount, row.entry_id, row.end_to_end, row.remittance, *sides)
        seen[words] += 1
        found.append(replace(row, entry_id=made_up_id(*words, seen[words]), made_up=True))
    return found


def sums_that_differ(statement: Statement) -> list[Broken]:
    """For each account of which the file gives an opening and a closing balance: the entries must lead from one to
    the other. ``statement``: one account's page, so that one opening and one closing balance stand in it."""
    moved: defaultdict[tuple[str, str], int] = defaultdict(int)
    for entry in statement.entries:
        moved[entry.account, entry.amount.currency] += entry.amount.minor
    first = {(b.account, b.amount.currency): b.amount for b in reversed(statement.balances) if not b.closing}
    last = {(b.account, b.amount.currency): b.amount for b in statement.balances if b.closing}
    found = []
    for key in sorted(first.keys() & last.keys()):
        off = last[key] - first[key] - Money(moved[key], key[1])
        if off:
            said = f"{first[key]} and the entries make {last[key] - off}, but the closing balance is {last[key]}"
            found.append(Broken(f"account {key[0]}", f"{said}: {off} is not explained."))
    return found
