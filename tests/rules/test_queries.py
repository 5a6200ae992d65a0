"""What other packages ask of the rules: markets, restrictions, HS texts, the age of the files."""

from datetime import date

import pytest

from karum.rules.domain.measures import Passage
from karum.rules.queries import hs_description, market, markets, rule_file_ages, screen

DAY = date(2026, 11, 21)


def test_markets_are_sorted_and_members_stand_by_their_own_codes() -> None:
    assert list(markets()) == sorted(markets())
    assert "DE" in markets()
    assert "EU" not in markets()


def test_a_market_without_rules_is_none() -> None:
    assert market("ZW") is None
    germany = market("DE")
    assert germany is not None
    assert germany.code == "DE"


@pytest.mark.parametrize(
    ("hs_code", "origin", "destination", "status"),
    [
        ("090121", "RW", "US", "restricted"),
        ("090121", "RW", "GB", "allowed"),
        ("691110", "CU", "US", "forbidden"),
        ("960110", "KE", "DE", "forbidden"),
        ("040900", "KE", "NZ", "forbidden"),
        ("821191", "JP", "GB", "restricted"),
        ("090121", "RW", "ZW", "unknown"),
        ("", "RW", "GB", "unknown"),
    ],
)
def test_goods_are_screened(hs_code: str, origin: str, destination: str, status: str) -> None:
    found = screen(hs_code, origin, Passage("RW", destination, DAY))
    assert found.status == status
    if status in ("restricted", "forbidden"):
        assert found.reasons[0].english
        assert found.cites[0].source.url.startswith("https://")


def test_a_restriction_starts_on_its_day() -> None:
    assert screen("090121", "RW", Passage("RW", "DE", date(2026, 12, 29))).status == "allowed"
    assert screen("090121", "RW", Passage("RW", "DE", date(2026, 12, 30))).status == "restricted"


def test_hs_texts() -> None:
    assert "coffee" in (hs_description("090121") or "").lower()
    assert hs_description("0901210010") == hs_description("090121")
    assert hs_description("09") is not None
    assert hs_description("000000") is None


def test_rule_files_tell_their_age_oldest_first() -> None:
    ages = rule_file_ages()
    assert [age.checked for age in ages] == sorted(age.checked for age in ages)
    assert {"GB.toml", "EU.toml", "eu-vat-rates-data"} <= {age.file for age in ages}
