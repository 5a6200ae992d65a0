"""Single fields of official files: what is said is tidied, what cannot be used says why."""

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from karum.official.records import Broken, Span

TEXT_MAX = 20_000  # TARIC's limit of a long description; no tariff has a longer one
SHOWN_MAX = 500
YEAR_MIN, YEAR_MAX = 1900, 2200
_EXCEL_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial dates


class Unusable(ValueError):
    """A row that cannot be used. The message says why, in a sentence."""


def words(text: str | None) -> str:
    """The text with runs of blanks as one. Raises Unusable for characters that are none, and beyond all length."""
    tidy = " ".join((text or "").split())
    if len(tidy) > TEXT_MAX:
        raise Unusable(f"A text of {len(tidy):,} characters; none in a tariff is longer than {TEXT_MAX:,}.")
    if "\x00" in tidy or any("\ud800" <= char <= "\udfff" for char in tidy):
        raise Unusable("The text holds characters that are none (a zero byte or half of a pair).")
    return tidy


def plain(text: str | None) -> str:
    """A text with marks of HTML or Markdown as people read it: "**40%** of [heading](/x)" becomes "40% of heading"."""
    said = html.unescape(text or "")
    said = _TAG.sub(" ", said)
    said = _LINK.sub(r"\1", said)
    said = _STRONG.sub(r"\2", said)
    return _SPACED.sub(r"\1", words(said.replace("\\n", " ")))


_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^()\s]{1,300}\)")
_STRONG = re.compile(r"(\*{1,3})(\S|\S[^*]*\S)\1")
_SPACED = re.compile(r" ([,.;:])(?= |$)")


def digits(text: str, *lengths: int) -> str:
    """A number of the tariff without dots and blanks. Raises Unusable when it is none of these ``lengths``."""
    plain = text.replace(".", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) in lengths):
        of = " or ".join(map(str, lengths))
        raise Unusable(f"{text[:40]!r} is no number of the tariff: {of} digits are expected.")
    return plain


def day(text: str) -> date | None:
    """A day as files write it: 2024-12-31, with or without a time, 31-12-2024, 31/12/2024 or 20241231; "" is None."""
    said = text.strip()
    if not said:
        return None
    if len(said) in (10, 19) and said[4] == "-":  # 2024-12-31 or 2024-12-31T00:00:00: most days of all files
        try:
            return _sane(date.fromisoformat(said[:10]), said)
        except ValueError as error:
            raise (error if isinstance(error, Unusable) else Unusable(f"{said!r} is no day.")) from None
    for pattern, form in _DAYS:
        if found := pattern.match(said):
            try:
                return _sane(datetime.strptime(found[1], form).date(), said)  # noqa: DTZ007  a day has no zone
            except ValueError as error:
                if isinstance(error, Unusable):
                    raise
                break
    raise Unusable(f"{said[:40]!r} is no day.")


_DAYS = (
    (re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ][\d:.]+)?(?:Z|[+-]\d\d:?\d\d)?$"), "%Y-%m-%d"),
    (re.compile(r"(\d\d-\d\d-\d{4})$"), "%d-%m-%Y"),
    (re.compile(r"(\d\d/\d\d/\d{4})$"), "%d/%m/%Y"),
    (re.compile(r"(\d{8})$"), "%Y%m%d"),
    (re.compile(r"(\d{1,2} [A-Z][a-z]+ \d{4})$"), "%d %B %Y"),
)


def cell_day(cell: object) -> date | None:
    """A day as a spreadsheet holds it: a date, a serial number (1 is 1 January 1900) or a text."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return _sane(cell.date(), str(cell))
    if isinstance(cell, date):
        return _sane(cell, str(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        try:
            return _sane(_EXCEL_EPOCH + timedelta(days=int(cell)), str(cell))
        except (OverflowError, ValueError):
            raise Unusable(f"{cell!r} is no day.") from None
    return day(str(cell))


def span(start: date | None, end: date | None) -> Span:
    """First and last day. Raises Unusable when it ends before it begins."""
    if start and end and end < start:
        raise Unusable(f"It ends on {end}, before it begins on {start}.")
    return Span(start, end)


def amount(text: str) -> str:
    """A decimal number as written, "" for none. Raises Unusable for anything else, and for what is not finite."""
    said = text.strip()
    if said:
        number(said)
    return said


def number(text: str) -> Decimal:
    """A finite decimal number."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        raise Unusable(f"{text[:40]!r} is no number.") from None
    if not found.is_finite():
        raise Unusable(f"{text[:40]!r} is no number.")
    return found


def broken(place: str, error: Exception | str, said: object = "") -> Broken:
    """The row as one that could not be used, with the beginning of its text, of cells those that say something."""
    try:
        cells = list(said) if isinstance(said, Iterable) and not isinstance(said, str | Mapping) else [said]
        text = ", ".join(str(cell)[:SHOWN_MAX] for cell in cells if cell)
    except RecursionError:
        text = "(nested beyond all measure)"
    shown = text[:SHOWN_MAX].replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return Broken(place, str(error), shown)


def _sane(found: date, said: str) -> date:
    if not YEAR_MIN <= found.year <= YEAR_MAX:
        raise Unusable(f"{said[:40]!r} is no day of a tariff's.")
    return found
