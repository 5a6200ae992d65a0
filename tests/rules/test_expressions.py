"""Duty expressions in the tariff's words: read, reckoned, printed and read again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.official.us_special import split_special
from karum.rules import files
from karum.rules.domain.expressions import UNITS, Component, Duty, Shortfall, Step, compute, parse_duty
from karum.rules.domain.expressions.units import COMPONENTS
from karum.rules.domain.measures import Rate

RATES = {"GBP": Decimal(1), "EUR": Decimal("0.87"), "USD": Decimal("0.80")}


@pytest.mark.parametrize(
    ("text", "rate"),
    [("12%", "0.12"), ("4.7 %", "0.047"), ("Free", "0"), ("0%", "0"), ("100%", "1"), ("12.5%", "0.125")],
)
def test_plain_rates(text: str, rate: str) -> None:
    assert parse_duty(text).rate == Decimal(rate)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4.7 % + 35.10 EUR / 100 kg", Decimal("4.7") + Decimal("35.10") * Decimal("0.87") * 2),
        ("5.4¢/kg", Decimal("0.054") * Decimal("0.80") * 200),
        ("1.1¢ each + 6.4%", Decimal("0.011") * Decimal("0.80") * 3 + Decimal("6.4")),
        ("41¢/kg + 16.3%", Decimal("0.41") * Decimal("0.80") * 200 + Decimal("16.3")),
        ("8% MAX 2.30 GBP/m2", Decimal("4.60")),
        ("13.8% MIN 13 GBP/DTN MAX 15 GBP/DTN", Decimal(26)),
        ("1 GBP / item - 2 GBP / item", Decimal(0)),
        ("13.8% MIN 13 GBP/DTN MAX 15 GBP/DTN - 7 GBP/DTN", Decimal(16)),  # 15 - 7 is the maximum: UK6
        ("12.800 % + 176.800 EUR DTN", Decimal("12.8") + Decimal("176.8") * Decimal("0.87") * 2),
        ("10.400 % MIN 1.300 EUR DTN G", Decimal("10.4")),
        ("15.000 % + 1,554.300 EUR TNE", 15 + Decimal("1554.3") * Decimal("0.87") / 5),  # codespell:ignore tne
        ("4.500 % MIN 0.300 EUR NAR MAX 0.800 EUR NAR", Decimal("0.8") * Decimal("0.87") * 3),
        ("4.500 % MAX 9.300 % MAX 1 GBP / kg", Decimal("4.5")),
        ("18 % MAX 9.300 % MAX 1 GBP / 100 kg", Decimal(2)),
        ("$1.035/kg", Decimal("1.035") * Decimal("0.80") * 200),
        ("14.27¢/ liter", Decimal("0.1427") * Decimal("0.80") * 50),
        ("68¢/head", Decimal("0.68") * Decimal("0.80") * 3),
        ("24¢/doz.", Decimal("0.24") * Decimal("0.80") / 4),
        ("5¢/m2", Decimal("0.05") * Decimal("0.80") * 2),
        ("12¢/pr.", Decimal("0.12") * Decimal("0.80") * 7),
        ("10% but not less than 5 cents per kg", Decimal(10)),
        ("3% plus 2 GBP per kg", Decimal(403)),
        ("GBP 0.50 per %vol per hl", Decimal(10)),
        ("0.600 EUR ASV X + 3.200 EUR HLT", (Decimal("0.6") * 20 + Decimal("1.6")) * Decimal("0.87")),
        ("23.7¢/pf.liter", Decimal("0.237") * Decimal("0.80") * 40),
        ("18.44¢/litre of absolute ethyl alcohol", Decimal("0.1844") * Decimal("0.80") * 20),
        ("1.00 GBP / SPQ", Decimal(100)),
        ("0.300 EUR DTN Z", Decimal("0.3") * Decimal("0.87") * 2 * 60),
        ("11.3¢/kg of total sugars + 1.7%", Decimal("0.113") * Decimal("0.80") * 120 + Decimal("1.7")),
        ("191.000 EUR DTN E", Decimal("1.91") * Decimal("0.87") * 90),
        ("6.25% on the case and strap, band or bracelet + 5.3% on the battery", Decimal("2.765")),
        ("5% on the full value of the imported article", Decimal(5)),
        ("9.000 % + EA MAX 24.200 % + ADSZ", Decimal("26.81")),
        ("9.0% + EA (1) MAX 24.2% + AD S/Z", Decimal("26.81")),
        ("NIHIL", Decimal(0)),
        ("-5%", Decimal(0)),
        ("No change - 5%", Decimal(-5)),
    ],
)
def test_specific_and_compound_duties(text: str, expected: Decimal) -> None:
    measures = {
        "KGM": Decimal(200),
        "NAR": Decimal(3),
        "MTK": Decimal(2),
        "NPR": Decimal(7),
        "LTR": Decimal(50),
        "ASV": Decimal(40),
        "SPR": Decimal(5),
        "SUC": Decimal(60),
        "KGM of total sugars": Decimal(120),
        "KGM of net drained weight": Decimal(90),
        "value of case and strap, band or bracelet": Decimal(40),
        "value of battery": Decimal(5),
        "EA": Decimal("12.50"),
        "ADSZ": Decimal("1.50"),
    }
    assert compute(parse_duty(text), Decimal(100), measures, RATES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5% or 16.5%",
        "The rate applicable to each garment in the ensemble if separately entered",
        "8.3% + agricultural component",
        "See 9903.52.01",
        "20% or less, by goods",
        "15% of the value uplifted by 10%",
        "9" * 5000 + "%",
        "7.5% or 25% or Free, by list",
        "12% 8%",
        "12% +",
        "MIN 3 GBP / kg",
        "3 GBP / cubit",
        "",
    ],
)
def test_what_is_not_understood_is_kept_as_unknown_with_its_text(text: str) -> None:
    duty = parse_duty(text)
    assert not duty.known
    assert duty.rate is None
    assert duty.text == text == str(duty)


def test_sugar_is_charged_by_its_degrees() -> None:
    words = (
        "3.6606¢/kg less 0.020668¢/kg for each degree under 100 degrees (and fractions of a degree in proportion) "
        "but not less than 3.143854¢/kg"
    )
    for degrees, cents in (("100", "3.6606"), ("96", "3.577928"), ("75", "3.143900"), ("60", "3.143854")):
        facts = {"KGM": Decimal(1), "POL": Decimal(degrees)}
        assert compute(parse_duty(words), Decimal(9), facts, {"USD": Decimal(1)}) == Decimal(cents) / 100


def test_an_entry_price_takes_the_first_step_that_the_price_reaches() -> None:
    duty = parse_duty(
        "Cond:  V 52.600 EUR/DTN(01):12.000 % ; V 51.500 EUR/DTN(01):12.000 % + 1.100 EUR DTN ; "
        "V 0.000 EUR/DTN(01):12.000 % + 29.800 EUR DTN"
    )
    assert duty.known
    assert duty.rate is None
    assert duty.currencies == {"EUR"}
    facts, rates = {"KGM": Decimal(1000)}, {"EUR": Decimal(1)}
    for value, expected in (("600", "72"), ("526", "63.12"), ("520", "73.4"), ("100", "310")):
        assert compute(duty, Decimal(value), facts, rates) == Decimal(expected)
    assert compute(duty, Decimal(600), {}, rates) == Shortfall("KGM", None)


def test_rates_by_certificate_are_choices() -> None:
    duty = parse_duty("Cond: A cert: D-008 (01):0.000 % ; A (01):48.500 %")
    assert not duty.known
    assert duty.choices == (Decimal(0), Decimal("0.485"))
    assert parse_duty("Cond: B cert: U-088 (27):; B (07):").choices == ()


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("5% or 16.5%", ["0.05", "0.165"]),
        ("Free to 18%", ["0", "0.18"]),
        ("7.5% or 25% or Free, by list", ["0.075", "0.25", "0"]),
        ("4% or 56.3¢/kg + 14.3%", []),
        ("7% or more", []),
    ],
)
def test_a_list_of_rates_keeps_them(text: str, choices: list[str]) -> None:
    duty = parse_duty(text)
    assert not duty.known
    assert duty.choices == tuple(Decimal(choice) for choice in choices)


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("The duty provided in the applicable subheading", "0"),
        ("The duty provided for in the applicable subheading", "0"),
        ("No change", "0"),
        ("No change.", "0"),
        ("No additional duty", "0"),
        ("The duty provided in the applicable subheading + 25%", "0.25"),
        ("The duty provided in the applicable subheading plus 25%", "0.25"),
        ("The duty provided inthe applicable subheading+ 25%", "0.25"),  # codespell:ignore inthe
    ],
)
def test_a_duty_may_stand_on_the_ordinary_one(text: str, added: str) -> None:
    duty = parse_duty(text)
    assert duty.known
    assert duty.on_ordinary
    assert duty.rate == Decimal(added)
    assert bool(duty.plain) == (added != "0")
    assert compute(duty, Decimal(100), {}) == Decimal(added) * 100
    assert not parse_duty("25%").on_ordinary


def test_a_duty_on_a_part_of_the_goods_asks_for_its_value() -> None:
    duty = parse_duty(
        "The duty provided in the applicable subheading + a duty of 50% upon the value of the copper content"
    )
    assert duty.on_ordinary
    assert duty.rate is None
    assert compute(duty, Decimal(100), {}) == Shortfall(None, None, "copper content")
    assert compute(duty, Decimal(100), {"value of copper content": Decimal(30)}) == Decimal(15)


def test_cents_are_those_of_the_tariff() -> None:
    assert parse_duty("11.05¢/kg", "CAD").currencies == {"CAD"}
    assert parse_duty("$5.91/kg").currencies == {"USD"}
    assert parse_duty("€5/kg").currencies == {"EUR"}


def test_what_is_missing_is_named() -> None:
    assert compute(parse_duty("3 GBP / kg"), Decimal(1), {}, RATES) == Shortfall("KGM", None)
    assert compute(parse_duty("3 NOK / kg"), Decimal(1), {"KGM": Decimal(1)}, RATES) == Shortfall(None, "NOK")
    assert compute(parse_duty("1% MIN 3 GBP / kg"), Decimal(1), {}, RATES) == Shortfall("KGM", None)
    assert compute(parse_duty("1% MAX 3 GBP / l"), Decimal(1), {}, RATES) == Shortfall("LTR", None)
    assert compute(parse_duty("3 GBP / SPQ"), Decimal(1), {"LPA": Decimal(1)}, RATES) == Shortfall("SPR", None)
    assert compute(parse_duty("1% + EA"), Decimal(1), {"KGM": Decimal(1)}, RATES) == Shortfall("EA", None)
    sugars = Shortfall("KGM of total sugars", None)
    assert compute(parse_duty("3¢/kg of total sugars"), Decimal(1), {"KGM": Decimal(1)}, RATES) == sugars


# Parse, print, parse: the canonical form of every duty that can be written, read again, is the duty.

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=5)
SIGNED = st.tuples(AMOUNTS, st.sampled_from([1, -1])).map(lambda pair: pair[0] * pair[1])
PARTS = st.sampled_from(["", "", "total sugars", "net drained weight", "non-U.S. content"])
SHARES = st.builds(Component, SIGNED, st.just(Decimal(0)), st.just(""), st.just(""), PARTS)
SPECIFIC = st.builds(
    Component,
    st.none(),
    SIGNED,
    st.sampled_from(["EUR", "GBP", "USD"]),
    st.sampled_from(sorted(set(UNITS) - set(COMPONENTS))),
    PARTS,
)
TABLES = st.builds(
    Component,
    st.none(),
    st.sampled_from([Decimal(1), Decimal(-1)]),
    st.just("EUR"),
    st.sampled_from(COMPONENTS),
    st.just(""),
)
GROUPS = st.lists(SHARES | SPECIFIC | TABLES, min_size=1, max_size=3).map(tuple)
BOUNDS = st.lists(GROUPS, max_size=2).map(tuple)
PLAIN = st.builds(Duty, st.just(""), st.just(True), GROUPS, BOUNDS, BOUNDS)
ON_ORDINARY = st.builds(
    Duty, st.just(""), st.just(True), st.just(()) | GROUPS, BOUNDS, BOUNDS, on_ordinary=st.just(True)
)
PRICES = st.builds(
    Component, st.none(), AMOUNTS, st.just("EUR"), st.sampled_from(["100 kg", "LPA", "item"]), st.just("")
)
STEPPED = st.builds(
    Duty,
    st.just(""),
    st.just(True),
    steps=st.lists(st.builds(Step, PRICES, PLAIN), min_size=1, max_size=3).map(tuple),
)


def same(one: Duty, other: Duty) -> bool:
    return _without_texts(one) == _without_texts(other)


def _without_texts(duty: Duty) -> Duty:
    return replace(duty, text="", steps=tuple(Step(price, _without_texts(step)) for price, step in duty.steps))


@given(PLAIN | ON_ORDINARY | STEPPED)
def test_parsing_what_is_printed_gives_the_duty_again(duty: Duty) -> None:
    again = parse_duty(str(duty))
    assert same(again, duty)
    assert str(again) == str(duty)


@given(st.text(max_size=60) | st.text("0123456789.%¢$/+-MINAX kgEURDTN()orFree", max_size=60))
def test_any_text_is_read_or_kept(text: str) -> None:
    duty = parse_duty(text)
    assert duty.text == text.strip()
    assert same(parse_duty(str(duty)), duty)


@given(PLAIN, st.decimals(min_value=0, max_value=10**6, places=2))
def test_a_duty_is_never_negative(duty: Duty, value: Decimal) -> None:
    facts = {fact: Decimal(7) for unit in UNITS.values() for fact in unit.facts}
    due = compute(duty, value, facts, {"EUR": Decimal(1), "GBP": Decimal("1.15"), "USD": Decimal("0.9")})
    assert isinstance(due, Shortfall) or due >= 0


def test_every_text_of_the_country_files_reads_the_same_when_printed() -> None:
    texts = [rate.duty.text for code in files.codes() for rate in rates_of(code)]
    assert len(set(texts)) > 200
    for text in set(texts):
        duty = parse_duty(text)
        assert same(parse_duty(str(duty)), duty), text


def rates_of(code: str) -> list[Rate]:
    market = files.load(code)
    assert market is not None
    tables = [market.tariff, *(scheme.table for scheme in market.preferences), *(e.table for e in market.additional)]
    return [rate for table in tables for rates in table.rates.values() for rate in rates]


# The US schedule: what is not understood is listed, word by word.

UNKNOWN_US = Path(__file__).parent / "us_unknown_duties.txt"
HTS = Path(__file__).parents[3] / "shared" / "data" / "us-hts"


@pytest.mark.skipif(not HTS.is_dir(), reason="the US tariff is not beside the checkout (../shared/data/us-hts)")
def test_every_rate_of_the_us_schedule_is_read_or_listed_as_unknown() -> None:
    texts = list(us_rates())
    unknown = sorted({text for text in texts if not parse_duty(text).known})
    for text in set(texts):
        assert same(parse_duty(str(parse_duty(text))), parse_duty(text)), text
    read = sum(parse_duty(text).known for text in texts)
    print(f"{read} of {len(texts)} rates of US chapters 61, 62 and 99 are read: {read / len(texts):.2%}")
    assert unknown == UNKNOWN_US.read_text(encoding="utf-8").splitlines()
    assert read / len(texts) > 0.99


def us_rates() -> Iterator[str]:
    for chapter in ("61", "62", "99"):
        for row in json.loads((HTS / f"chapter_{chapter}.json").read_text(encoding="utf-8")):
            yield from filter(
                None, ((row.get(column) or "").strip() for column in ("general", "other", "additionalDuties"))
            )
            yield from (rate for rate, _ in split_special(row.get("special") or ""))
