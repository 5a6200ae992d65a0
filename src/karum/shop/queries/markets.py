"""The rules of each market as pages show them: rows of the list, and one market in the order in which people ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from karum.rules.domain.measures import (
    Additional,
    Cite,
    Fee,
    Market,
    Preference,
    Rate,
    RateTable,
    Regime,
    Restriction,
    Tax,
    Validity,
)
from karum.rules.queries import hs_description, market
from karum.rules.status import MarketStatus, all_status, market_status
from karum.runtime import wording
from karum.tariffs.queries.status import LoadedFile, loaded_files

DIGITS_SHOWN = 6  # longer codes are lines of a national tariff; the calculator knows them


@dataclass(frozen=True, slots=True)
class RateRow:
    """One duty or tax for some goods. ``spans``: first and last HS prefix of each run; empty for all goods."""

    spans: tuple[tuple[str, str], ...]
    said: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class TaxView:
    tax: Tax
    rates: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True)
class PreferenceView:
    preference: Preference
    rates: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True)
class AdditionalView:
    additional: Additional
    rates: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True)
class TariffGroup:
    """The duties that rest on one source. ``rows``: HS prefix, what the nomenclature calls it, the duty."""

    cite: Cite
    spans: tuple[RateRow, ...]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class MarketPage:
    """One market. ``past``: what held once, by the same kinds."""

    code: str
    rules: Market
    status: MarketStatus
    taxes: tuple[TaxView, ...]
    regimes: tuple[Regime, ...]
    fees: tuple[Fee, ...]
    preferences: tuple[PreferenceView, ...]
    additional: tuple[AdditionalView, ...]
    restrictions: tuple[Restriction, ...]
    tariff: tuple[TariffGroup, ...]
    past_regimes: tuple[Regime, ...]
    past_additional: tuple[AdditionalView, ...]
    files: tuple[LoadedFile, ...]


def market_rows(day: date, words: str = "", only: str = "") -> list[MarketStatus]:
    """Return the markets whose name or code holds the words, by name in the page's language.

    only: "complete" for markets where nothing that is charged is known to be missing, "gaps" for the others.
    """
    found = [one for one in all_status(day) if _matches(one, words.strip().casefold(), only)]
    return wording.in_order(found, lambda one: wording.country_text(one.code))


def _matches(one: MarketStatus, words: str, only: str) -> bool:
    if only and (only == "gaps") != bool(one.gaps):
        return False
    return not words or words == one.code.casefold() or words in wording.country_text(one.code).casefold()


def market_page(code: str, day: date) -> MarketPage | None:
    """Return one market as it stands on the day; None for a market without rules."""
    status = market_status(code, day)
    rules = market(code) if status else None  # what is no country is no name of a file either
    if rules is None or status is None:
        return None
    additional = [AdditionalView(one, _rates(one.table, day)) for one in rules.additional]
    return MarketPage(
        code=code,
        rules=rules,
        status=status,
        taxes=tuple(TaxView(one, _rates(one.table, day)) for one in rules.taxes if not _ended(one.cite, day)),
        regimes=tuple(one for one in rules.regimes if not _ended(one.cite, day)),
        fees=tuple(one for one in rules.fees if not _ended(one.cite, day)),
        preferences=tuple(
            PreferenceView(one, _rates(one.table, day)) for one in rules.preferences if not _ended(one.cite, day)
        ),
        additional=tuple(view for view in additional if not _ended(view.additional.cite, day)),
        restrictions=tuple(one for one in rules.restrictions if not _ended(one.cite, day)),
        tariff=tuple(_tariff(rules.tariff, day)),
        past_regimes=tuple(one for one in rules.regimes if _ended(one.cite, day)),
        past_additional=tuple(view for view in additional if _ended(view.additional.cite, day)),
        files=tuple(loaded_files("EU" if len(rules.union) > 1 else code)[:3]),
    )


def _ended(cite: Cite, day: date) -> bool:
    return cite.valid.end is not None and cite.valid.end < day


def _in_force(table: RateTable, day: date) -> list[Rate]:
    """The rates that hold or will hold, by prefix; of one prefix the first wins, as in the engine."""
    rates = [rate for row in table.rates.values() for rate in row if not _ended(rate.cite, day)]
    return sorted(rates, key=lambda rate: rate.prefix)


def _rates(table: RateTable, day: date) -> tuple[RateRow, ...]:
    """The rates of a table, the same duties together; those of a rule that has ended are kept with it."""
    rates = _in_force(table, day) or [rate for row in table.rates.values() for rate in row]
    by_duty: dict[tuple[str, str], list[Rate]] = {}
    for rate in rates:
        by_duty.setdefault((rate.duty.text, rate.cite.source.law), []).append(rate)
    return tuple(
        RateRow(spans_of(rate.prefix for rate in same), same[0].duty.text, same[0].cite) for same in by_duty.values()
    )


def _tariff(table: RateTable, day: date) -> Iterator[TariffGroup]:
    by_law: dict[tuple[str, str, Validity], list[Rate]] = {}
    for rate in _in_force(table, day):
        key = (rate.cite.source.law, rate.cite.confidence, rate.cite.valid)
        by_law.setdefault(key, []).append(rate)
    for rates in by_law.values():
        chapters = [rate for rate in rates if len(rate.prefix) <= 2]
        rows = tuple(
            (rate.prefix, hs_description(rate.prefix) or "", rate.duty.text)
            for rate in rates
            if 2 < len(rate.prefix) <= DIGITS_SHOWN
        )
        spans = tuple(
            RateRow(spans_of(rate.prefix for rate in same), text, rates[0].cite) for text, same in _grouped(chapters)
        )
        yield TariffGroup(rates[0].cite, spans, rows)


def _grouped(rates: Iterable[Rate]) -> Iterator[tuple[str, list[Rate]]]:
    by_text = sorted(rates, key=lambda rate: (rate.duty.text, rate.prefix))
    for text, same in groupby(by_text, key=lambda rate: rate.duty.text):
        yield text, list(same)


def spans_of(prefixes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return runs of prefixes of one length that follow each other: 25, 26, 27, 30 is 25 to 27 and 30."""
    runs: list[tuple[str, str]] = []
    for prefix in sorted(set(prefixes), key=lambda one: (len(one), one)):
        if not prefix:
            continue
        last = runs[-1][1] if runs else ""
        follows = len(last) == len(prefix) == 2 and int(prefix) - int(last) in (1, 2 if last == "76" else 1)
        if follows:
            runs[-1] = (runs[-1][0], prefix)
        else:
            runs.append((prefix, prefix))
    return tuple(runs)
