"""A strict reader of TOML tables: every key is known, every value has its form, every error names file and place."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from karum.money import BadCurrency, exponent
from karum.rules.domain.measures import Amount, Part

PARTS: frozenset[str] = frozenset(get_args(Part))
_COUNTRY = re.compile(r"[A-Z]{2}")
_HS = re.compile(r"\d{0,10}")


class RuleFileError(ValueError):
    """A rule file that cannot be used. The message names the file, the place in it and the reason."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(f"{file}: {place}: {reason}")
        self.file = file
        self.place = place
        self.reason = reason


class Table:
    """One TOML table being read. ``done`` refuses keys that nobody asked for, so that a slip of the pen is found."""

    def __init__(self, file: str, place: str, raw: object, groups: Mapping[str, Sequence[str]]) -> None:
        self.file = file
        self.place = place
        self.groups = groups
        if not isinstance(raw, dict):
            raise RuleFileError(file, place, "must be a table")
        self._raw: dict[str, Any] = raw
        self._read: set[str] = set()

    def fail(self, key: str, reason: str) -> RuleFileError:
        return RuleFileError(self.file, f"{self.place}.{key}".lstrip("."), reason)

    def get(self, key: str) -> Any:
        self._read.add(key)
        return self._raw.get(key)

    def done(self) -> None:
        unknown = sorted(set(self._raw) - self._read)
        if unknown:
            raise self.fail(unknown[0], "this key is not known here")

    def tables(self, key: str) -> list["Table"]:
        rows = self.get(key)
        if rows is None:
            return []
        if not isinstance(rows, list):
            raise self.fail(key, f"must be an array of tables, written [[{key}]]")
        return [Table(self.file, f"{key}[{index + 1}]", row, self.groups) for index, row in enumerate(rows)]

    def table(self, key: str) -> "Table | None":
        raw = self.get(key)
        return None if raw is None else Table(self.file, f"{self.place}.{key}".lstrip("."), raw, self.groups)

    def items(self) -> list[tuple[str, Any]]:
        self._read.update(self._raw)
        return list(self._raw.items())

    def text(self, key: str) -> str:
        value = self.text_or_none(key)
        if value is None:
            raise self.fail(key, "is missing")
        return value

    def text_or_none(self, key: str) -> str | None:
        value = self.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.fail(key, "must be a text that is not empty")
        return value

    def choice(self, key: str, among: Sequence[str], default: str | None = None) -> Any:
        value = self.get(key)
        if value is None and default is not None:
            return default
        if value not in among:
            raise self.fail(key, f"must be one of {', '.join(among)}, not {value!r}")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.fail(key, "must be true or false")
        return value

    def day_or_none(self, key: str) -> date | None:
        value = self.get(key)
        if value is not None and (not isinstance(value, date) or hasattr(value, "hour")):
            raise self.fail(key, "must be a date such as 2026-07-01, without quotes")
        return value

    def day(self, key: str) -> date:
        value = self.day_or_none(key)
        if value is None:
            raise self.fail(key, "is missing")
        return value

    def fraction_or_none(self, key: str) -> Decimal | None:
        value = self.get(key)
        return None if value is None else self.fraction(key, value)

    def fraction(self, key: str, value: object) -> Decimal:
        """Read "12%" as 0.12; the sign is required so that 12 and 0.12 are never mixed up."""
        if not isinstance(value, str) or not value.endswith("%"):
            raise self.fail(key, f'must be a rate in quotes such as "12%", not {value!r}')
        try:
            return Decimal(value[:-1].strip()) / 100
        except InvalidOperation:
            raise self.fail(key, f'must be a rate such as "12%", not {value!r}') from None

    def number_or_none(self, key: str) -> Decimal | None:
        value = self.get(key)
        if value is None:
            return None
        if not isinstance(value, Decimal | int) or isinstance(value, bool):
            raise self.fail(key, "must be a number")
        return Decimal(value)

    def amount_or_none(self, key: str) -> Amount | None:
        value = self.get(key)
        if value is None:
            return None
        words = value.split() if isinstance(value, str) else []
        if len(words) != 2:
            raise self.fail(key, f'must be an amount such as "135 GBP", not {value!r}')
        try:
            exponent(words[1])
            return Amount(Decimal(words[0]), words[1])
        except (BadCurrency, InvalidOperation):
            raise self.fail(key, f'must be an amount such as "135 GBP", not {value!r}') from None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.fail(key, "must be a list of texts")
        return tuple(value)

    def chosen(self, key: str, among: frozenset[str]) -> tuple[str, ...]:
        values = self.texts(key)
        for value in values:
            if value not in among:
                raise self.fail(key, f"{value!r} is not one of {', '.join(sorted(among))}")
        return values

    def parts(self, key: str, default: tuple[Part, ...] | None = None) -> tuple[Part, ...]:
        values = self.chosen(key, PARTS)
        if not values:
            if default is None:
                raise self.fail(key, "is missing")
            return default
        return values  # type: ignore[return-value]  # checked against PARTS

    def countries_or_none(self, key: str) -> frozenset[str] | None:
        """Read a list of country codes; "@NAME" stands for a group of groups.toml."""
        if self._raw.get(key) is None:
            return None
        found: set[str] = set()
        for value in self.texts(key):
            if value.startswith("@"):
                if value[1:] not in self.groups:
                    raise self.fail(key, f"the group {value} is not in groups.toml")
                found.update(self.groups[value[1:]])
            elif _COUNTRY.fullmatch(value):
                found.add(value)
            else:
                raise self.fail(key, f"{value!r} is not a country code; write two capital letters")
        return frozenset(found)

    def countries(self, key: str) -> frozenset[str]:
        return self.countries_or_none(key) or frozenset()

    def prefixes(self, key: str) -> tuple[str, ...]:
        values = self.texts(key)
        for value in values:
            self.prefix(key, value)
        return values

    def prefix(self, key: str, value: str) -> str:
        if not _HS.fullmatch(value):
            raise self.fail(key, f"{value!r} is not the beginning of an HS code; write digits without dots")
        return value
