"""Read the rule files. A country is data: adding one changes no code. Each file is read once, when it is asked for."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from karum.rules import eu_vat
from karum.rules.domain.measures import Additional, Fee, Market, RateTable, Restriction, RestrictionTable
from karum.rules.parsing import read_excise, read_market, read_member_fees, read_restrictions
from karum.rules.strict import RuleFileError, Table

DATA = Path(__file__).parent / "data"
EU = "EU"
RESTRICTING = ("restrictions.toml", "embargoes.toml")


def codes() -> tuple[str, ...]:
    """Return the countries for which there are rules, sorted; members of the EU by their own codes."""
    own = {path.stem for path in DATA.glob("[A-Z][A-Z].toml")} - {EU}
    return tuple(sorted(own | set(eu_vat.members())))


@cache
def load(code: str) -> Market | None:
    """Return the rules of one country; None when there is no file for it. Raises RuleFileError for a bad file."""
    if code == EU:  # goods go to one of its members
        return None
    if code in eu_vat.members():
        return _with_excise(_member(code))
    return _with_excise(load_file(DATA / f"{code}.toml")) if (DATA / f"{code}.toml").exists() else None


@cache
def load_union() -> Market:
    """Return what the members of the EU share: tariff, preferences, regimes."""
    return load_file(DATA / f"{EU}.toml")


def load_file(path: Path) -> Market:
    """Read one country file anew. Raises RuleFileError with file, place and reason."""
    return read_market(Table(path.name, "", read_toml(path), groups()), restrictions(), {})


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """Return the named groups of countries: least developed, customs unions, preference schemes."""
    raw = read_toml(DATA / "groups.toml")
    return {name: tuple(members) for name, members in raw.items() if isinstance(members, list)}


@cache
def restrictions() -> tuple[Restriction, ...]:
    """Return what may not be sent, or only under a condition: restrictions and embargoes of all countries."""
    return tuple(
        entry for name in RESTRICTING for entry in read_restrictions(Table(name, "", read_toml(DATA / name), groups()))
    )


@cache
def restrictions_of(code: str) -> RestrictionTable:
    """Return the restrictions and embargoes that reach a destination, whether or not it has a rule file."""
    return RestrictionTable.of(entry for entry in restrictions() if entry.reaches(code))


@cache
def excise() -> tuple[tuple[Additional, frozenset[str]], ...]:
    """Return the excise of nearly every country, with the countries that charge none; all of unknown amount."""
    return read_excise(Table("excise.toml", "", read_toml(DATA / "excise.toml"), groups()))


def _with_excise(market: Market) -> Market:
    """Add what the file does not state itself, so that no total looks certain without it."""
    stated = tuple(code for own in market.additional if own.kind == "excise" for code in own.table.rates if code)
    missing = []
    for measure, free in excise():
        prefixes = [prefix for prefix in measure.table.rates if not prefix.startswith(stated)]
        if market.code not in free and prefixes:
            rates = [rate for prefix in prefixes for rate in measure.table.rates[prefix]]
            missing.append(replace(measure, code=f"{market.code}-{measure.code}", table=RateTable.of(rates)))
    return replace(market, additional=(*market.additional, *missing))


@cache
def member_fees() -> Mapping[str, tuple[Fee, ...]]:
    """Return the fees of single members of the EU."""
    path = DATA / "eu_fees.toml"
    return read_member_fees(Table(path.name, "", read_toml(path), groups()))


def checked(name: str) -> date:
    """Return the day on which a person last compared a file with its sources."""
    return Table(name, "", read_toml(DATA / name), groups()).day("checked")


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise RuleFileError(path.name, "file", "does not exist") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleFileError(path.name, "syntax", str(error)) from None


def _member(code: str) -> Market:
    shared = load_union()
    return replace(
        shared,
        code=code,
        currency=eu_vat.currency(code),
        union=eu_vat.members(),
        taxes=(eu_vat.tax(code, shared.checked, groups()),),
        fees=(*shared.fees, *member_fees().get(code, ())),
        versions={**shared.versions, "eu-vat-rates-data": eu_vat.version()},
        restrictions=restrictions_of(code),
    )
