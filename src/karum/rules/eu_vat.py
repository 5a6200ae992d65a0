"""VAT of the members of the EU: rates from the package eu-vat-rates-data, goods at reduced rates from our own file.

The package holds the European Commission's TEDB, which says how high the rates are but not for which goods. Our file
``eu_vat_reduced.toml`` says that for a few goods; a rate there that the package does not know is left out, so that a
change of the law falls back to the standard rate instead of a wrong one. Nor does it know since when a rate
holds: where a standard rate changed in the last years, our file says what it was.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import eu_vat_rates_data

from karum.rules.domain.expressions import ad_valorem
from karum.rules.domain.measures import Cite, Rate, RateTable, Source, Tax, Validity
from karum.rules.parsing import read_sources
from karum.rules.strict import Table

REDUCED = Path(__file__).parent / "data" / "eu_vat_reduced.toml"
TEDB = "https://ec.europa.eu/taxation_customs/tedb/"
FOOD_AND_BOOKS = tuple("02 03 04 07 08 09 10 11 15 16 17 18 19 20 21 49 9701".split())  # noqa: SIM905


@cache
def members() -> frozenset[str]:
    return frozenset(code for code, rate in eu_vat_rates_data.get_all_rates().items() if rate["eu_member"])


def version() -> str:
    return eu_vat_rates_data.data_version


def currency(code: str) -> str:
    """Return the currency in which a member counts duty and VAT; thresholds stay in euros."""
    return str(eu_vat_rates_data.get_all_rates()[code]["currency"])


def rates(code: str) -> frozenset[Decimal]:
    """Return all VAT rates of a member as fractions, zero included."""
    held = eu_vat_rates_data.get_all_rates()[code]
    found = [held["standard"], *held["reduced"], held["super_reduced"], held["parking"], 0]
    return frozenset(_fraction(rate) for rate in found if rate is not None)


def tax(code: str, checked: date, groups: Mapping[str, Sequence[str]]) -> Tax:
    """Return the import VAT of one member: the standard rate, and reduced rates for the goods that our file names."""
    standard = _fraction(eu_vat_rates_data.get_all_rates()[code]["standard"])
    row = f"rates.{code}.standard"
    source = Source("Directive 2006/112/EC; rates of the member state (TEDB)", "eu-vat-rates-data", row, TEDB)
    cite = Cite(source, Validity(None, None), "B", date.fromisoformat(version()[:10]))
    known = rates(code)
    raw = _reduced()
    held = Table(REDUCED.name, "", raw, groups)
    sources = read_sources(held, checked)
    reduced_cite = sources["reduced"]
    earlier = [rate for member, rate in _earlier(held, sources["earlier"]) if member == code]
    ends = [rate.cite.valid.end for rate in earlier if rate.cite.valid.end is not None]
    since = max(ends) + timedelta(days=1) if ends else None
    table = [Rate("", ad_valorem(standard), replace(cite, valid=Validity(since, None))), *earlier]
    for prefix, text in raw.get("rates", {}).get(code, {}).items():
        rate = held.fraction(f"rates.{code}.{prefix}", text)
        if rate in known:
            placed = reduced_cite.source._replace(row=f"rates.{code}.{prefix}")
            table.append(Rate(prefix, ad_valorem(rate), Cite(placed, reduced_cite.valid, "M", None)))
    return Tax(
        code=f"{code}-VAT",
        table=RateTable.of(table),
        base=("goods", "freight", "insurance", "duty", "additional", "excise"),
        regions=None,
        region_unknown="apply",
        gross_up=False,
        reduced_possible=FOOD_AND_BOOKS,
        collector="carrier",
        cite=cite,
    )


def _earlier(held: Table, cite: Cite) -> Iterator[tuple[str, Rate]]:
    """The standard rates before a change, with the member whose they are."""
    for part in held.tables("earlier"):
        valid = Validity(part.day("from"), part.day("to"))
        placed = cite.source._replace(row=part.place)
        duty = ad_valorem(part.fraction("rate", part.text("rate")))
        yield part.text("member"), Rate("", duty, replace(cite, source=placed, valid=valid))
        part.done()


@cache
def _reduced() -> dict:  # type: ignore[type-arg]  # a TOML document
    return tomllib.loads(REDUCED.read_text(encoding="utf-8"), parse_float=Decimal)


def _fraction(rate: float) -> Decimal:
    return Decimal(str(rate)) / 100
