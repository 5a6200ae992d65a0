"""A statement as CSV with headed columns, in any order: what every online bank can export, or a person can type.

Needed: date, amount, currency. Known besides: account, value date, reference, end to end, counterparty, counterparty
account, id, return reason. Amounts are plain decimals ("-12.50"), days ISO 8601.
"""

import csv
import io
from collections import Counter

from karum.banking.fields import Unusable, account, day, made_up_id, money
from karum.banking.records import BadStatement, Broken, Statement, StatementEntry

NEEDED = ("date", "amount", "currency")
KNOWN = (
    *NEEDED, "account", "value date", "reference", "end to end", "counterparty", "counterparty account", "id",
    "return reason",
)  # fmt: skip
DELIMITERS = ",;\t"
CELL_MAX = 10_000


def recognise(head: bytes) -> bool:
    return set(NEEDED) <= set(_header(_text(head)))


def read(data: bytes, *, own_account: str = "") -> Statement:
    """``own_account``: the account of the file, where no column names it. Raises BadStatement without its columns."""
    words = _text(data)
    names = _header(words)
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise BadStatement(f"The first line names no column {', '.join(missing)}.")
    whole, seen = Statement("csv"), Counter[str]()
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=_delimiter(words))
    try:
        next(reader)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
                _row(row, reader.line_num, own_account, whole, seen)
    except csv.Error as error:
        whole.broken.append(Broken(f"line {reader.line_num}", f"The line is no CSV: {error}."))
    return whole


def _row(row: dict[str, str], line: int, own_account: str, whole: Statement, seen: Counter[str]) -> None:
    place = f"line {line}"
    try:
        if any(len(cell) > CELL_MAX for cell in row.values()):
            raise Unusable("A cell is longer than any bank writes.")
        booked = day(row["date"])
        amount = money(row.get("amount", ""), row.get("currency", ""))
        if not amount:
            raise Unusable("Nothing moved: the amount is zero.")
        owner = account(row.get("account", "")) or account(own_account)
        if not owner:
            raise Unusable("It names no account.")
        words = "|".join(row.get(name, "") for name in KNOWN)
        seen[words] += 1  # two equal rows without ids are two movements
        own = row.get("id", "")[:60]
        whole.entries.append(
            StatementEntry(
                account=owner,
                booked=booked,
                valued=day(row["value date"]) if row.get("value date") else booked,
                amount=amount,
                name=row.get("counterparty", "")[:140],
                counterparty=account(row.get("counterparty account", "")),
                remittance=row.get("reference", "")[:500],
                end_to_end=row.get("end to end", "")[:35],
                entry_id=own or made_up_id(owner, words, seen[words]),
                return_reason=row.get("return reason", "")[:35],
                place=place,
                made_up=not own,
            )
        )
    except Unusable as error:
        whole.broken.append(Broken(place, str(error), str(row)[:500]))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _first_line(words: str) -> str:
    return words.lstrip().partition("\n")[0]


def _delimiter(words: str) -> str:
    return max(DELIMITERS, key=_first_line(words).count)


def _header(words: str) -> list[str]:
    line = _first_line(words)
    if "\0" in line or line[:1] in "<[{:" or len(line) > CELL_MAX:
        return []
    try:
        cells = next(csv.reader([line], delimiter=_delimiter(words)), [])
    except csv.Error:
        return []
    return [" ".join(cell.replace("_", " ").split()).casefold() for cell in cells]
