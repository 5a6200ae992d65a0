"""Rule files: the strict loader says what is wrong and where; the files that ship are sound."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from karum.rules import eu_vat, files
from karum.rules.domain.texts import TEXTS
from karum.rules.strict import RuleFileError

GOOD = """
code = "XA"
currency = "EUR"
checked = 2026-11-21
duty_base = ["goods", "freight", "insurance"]
base_source = "law"

[sources.law]
law = "Customs Act"
url = "https://customs.example/"
confidence = "A"

[[tariff]]
source = "law"
[tariff.rates]
"" = "5%"
"6109" = "12%"

[[preference]]
code = "XA-LDC"
origins = ["@LDC"]
proof = "Certificate"
source = "law"
rate = "Free"

[[tax]]
code = "XA-VAT"
source = "law"
base = ["goods", "duty"]
rate = "20%"

[[fee]]
code = "XA-FEE"
source = "law"
flat = "3 EUR"

[[regime]]
code = "XA-LOW"
source = "law"
at_most = "100 EUR"
duty = "none"
tax = "normal"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "XA.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    market = files.load_file(write(tmp_path, GOOD))
    rate = market.tariff.find("610910", market.checked)
    assert rate is not None
    assert rate.duty.rate == Decimal("0.12")
    assert rate.cite.source.row == "tariff[1].rates.6109"
    assert market.versions == {"XA": "2026-11-21"}


@pytest.mark.parametrize(
    ("was", "is_now", "place", "reason"),
    [
        ('currency = "EUR"', "currency = ", "syntax", "Invalid value (at line 3, column 12)"),
        ('currency = "EUR"', "", "currency", "is missing"),
        (
            "checked = 2026-11-21",
            'checked = "2026-11-21"',
            "checked",
            "must be a date such as 2026-07-01, without quotes",
        ),
        ('code = "XA"', 'code = "XB"', "code", "is 'XB', but the file is named XA.toml"),
        ('"goods", "freight", "insurance"', '"goods", "fright"', "duty_base", "'fright' is not one of"),
        ('base_source = "law"', 'base_source = "lore"', "base_source", "'lore' is not among [sources]"),
        ("https://customs.example/", "http://customs.example/", "sources.law.url", "must begin with https://"),
        ('confidence = "A"', 'confidence = "D"', "sources.law.confidence", "must be one of A, B, C, M, not 'D'"),
        (
            'confidence = "A"',
            'confidence = "A"\nfrom = 2026-02-01\nto = 2026-01-01',
            "sources.law.to",
            "lies before from",
        ),
        ('"6109" = "12%"', '"61.09" = "12%"', "tariff[1].rates.61.09", "is not the beginning of an HS code"),
        ('"6109" = "12%"', '"6109" = 0.12', "tariff[1].rates.6109", "must be a duty in quotes"),
        ('["@LDC"]', '["@LCD"]', "preference[1].origins", "the group @LCD is not in groups.toml"),
        ('["@LDC"]', '["Rwanda"]', "preference[1].origins", "'Rwanda' is not a country code"),
        ('["@LDC"]', "[]", "preference[1].origins", "is missing or empty"),
        ('proof = "Certificate"', "", "preference[1].proof", "is missing"),
        ('rate = "20%"', 'rate = "1 EUR / kg"', "tax[1].rates", "must be a plain rate"),
        ('flat = "3 EUR"', "", "fee[1].flat", "give either flat or rate, or unknown = true"),
        ('flat = "3 EUR"', 'flat = "3 EUX"', "fee[1].flat", 'must be an amount such as "135 GBP"'),
        ('flat = "3 EUR"', 'flat = "3"', "fee[1].flat", 'must be an amount such as "135 GBP"'),
        ('at_most = "100 EUR"', 'upto = "100 EUR"', "regime[1].upto", "this key is not known here"),
        ('duty = "none"', 'duty = "nothing"', "regime[1].duty", "must be one of normal, none"),
        ('duty = "none"', 'duty = "flat"', "regime[1].duty_flat", "is missing"),
        ('duty = "none"', 'duty = "rate"', "regime[1].duty_rate", "is missing"),
        (
            'duty = "none"',
            'duty = "rate"\nduty_rate = "20"',
            "regime[1].duty_rate",
            'must be a rate in quotes such as "12%"',
        ),
        (
            'tax = "normal"',
            'tax = "normal"\nassumptions = ["hope"]',
            "regime[1].assumptions",
            "has no text in texts.py",
        ),
        ("[[tax]]", "[tax]", "tax", "must be an array of tables, written [[tax]]"),
        (
            'rate = "Free"',
            'chapters = ["25-98"]\nrate = "Free"',
            "preference[1].chapters",
            "must be a chapter or a span",
        ),
    ],
)
def test_a_bad_file_fails_with_file_place_and_reason(
    tmp_path: Path, was: str, is_now: str, place: str, reason: str
) -> None:
    assert was in GOOD
    path = write(tmp_path, GOOD.replace(was, is_now, 1))
    with pytest.raises(RuleFileError) as caught:
        files.load_file(path)
    assert caught.value.file == "XA.toml"
    assert caught.value.place == place
    assert reason in caught.value.reason


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"XZ\.toml: file: does not exist"):
        files.load_file(tmp_path / "XZ.toml")


@pytest.mark.parametrize("code", files.codes())
def test_every_file_that_ships_is_sound(code: str) -> None:
    market = files.load(code)
    assert market is not None
    assert market.code == code
    assert market.taxes or market.no_tax
    for rates in market.tariff.rates.values():
        assert len([rate for rate in rates if rate.cite.valid.covers(market.checked)]) <= 1, rates[0].prefix


def test_the_markets_that_must_be_there_are_there() -> None:
    assert {"GB", "US", "CN", "JP", "AU", "CA", "CH", "NO", "KR", "IN", "BR", "KE", "RW"} <= set(files.codes())
    assert eu_vat.members() <= set(files.codes())
    assert len(eu_vat.members()) == 27


def test_what_was_not_checked_is_marked_so() -> None:
    """What was entered from memory is M and has an address to check it at; what stood on an official list is better."""
    market = files.load("GB")
    assert market is not None
    for hs_code, confidence in (("040900", "M"), ("621490", "B")):
        rate = market.tariff.find(hs_code, market.checked)
        assert rate is not None
        assert rate.cite.confidence == confidence
        assert rate.cite.source.url == "https://www.trade-tariff.service.gov.uk/"


def test_every_text_has_its_places_named() -> None:
    for code, text in TEXTS.items():
        assert not re.search(r"%(?!\(\w+\)s)", text), code


def test_every_text_is_said_somewhere() -> None:
    root = Path(files.__file__).parent
    said = [*root.parent.rglob("*.py"), *root.glob("data/*.toml"), *root.parent.glob("tariffs/data/*.toml")]
    words = "".join(path.read_text(encoding="utf-8") for path in said if path.name != "texts.py")
    assert [code for code in TEXTS if f'"{code}"' not in words] == []


def test_a_reduced_rate_that_the_package_does_not_know_is_left_out() -> None:
    for code in eu_vat.members():
        market = files.load(code)
        assert market is not None
        table = market.taxes[0].table.rates
        found = {rate.duty.rate for rates in table.values() for rate in rates if rate.cite.valid.end is None}
        assert found <= eu_vat.rates(code)


@pytest.mark.parametrize(
    ("code", "day", "rate"),
    [
        ("EE", date(2025, 6, 30), "0.22"),
        ("EE", date(2025, 7, 1), "0.24"),
        ("RO", date(2025, 7, 31), "0.19"),
        ("RO", date(2025, 8, 1), "0.21"),
        ("SK", date(2024, 12, 31), "0.20"),
        ("SK", date(2025, 1, 1), "0.23"),
        ("FI", date(2024, 8, 31), "0.24"),
        ("FI", date(2024, 9, 1), "0.255"),
        ("DE", date(2024, 1, 1), "0.19"),
    ],
)
def test_the_standard_rate_of_vat_is_that_of_the_day(code: str, day: date, rate: str) -> None:
    market = files.load(code)
    assert market is not None
    found = market.taxes[0].table.find("610910", day)
    assert found is not None
    assert found.duty.rate == Decimal(rate)
    assert (found.cite.confidence == "M") is (found.cite.valid.end is not None)
