"""The UK's schemes and rules of origin: plain text, the scheme from the file's name, ranges of ten digits."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from karum.official import uk_origin_rules, uk_origin_schemes
from karum.official.records import OriginRule, OriginScheme, Span
from karum.official.source import BadFile
from tests.official.samples import ORIGIN_RULES, ORIGIN_SCHEMES, made, real, rows


def test_a_scheme(tmp_path: Path) -> None:
    assert rows(uk_origin_schemes, made(tmp_path, "schemes.json", ORIGIN_SCHEMES)) == (
        [
            OriginScheme(
                "japan",
                "UK-Japan Comprehensive Economic Partnership Agreement",
                ("JP",),
                ("Origin declaration",),
                "scheme 1, japan",
                valid=Span(date(2021, 1, 1)),
                links=("https://www.gov.uk/japan",),
            )
        ],
        [],
    )


def test_a_rule_is_plain_text_of_the_scheme_that_the_file_is_called_by(tmp_path: Path) -> None:
    assert rows(uk_origin_rules, made(tmp_path, "japan.json", ORIGIN_RULES)) == (
        [
            OriginRule(
                "japan",
                "0101000000",
                "0106999999",
                "0101-0106: Live animals",
                "40% of chapter 1 is WO.",
                "rule set 1, rule 1",
                classes=("WO",),
                operator="or",
            )
        ],
        [],
    )


def test_a_rule_for_one_direction_says_so(tmp_path: Path) -> None:
    content = ORIGIN_RULES.replace('"import": true', '"import": false')
    found, _ = rows(uk_origin_rules, made(tmp_path, "japan.json", content))
    assert found[0].text == "Exports only: 40% of chapter 1 is WO."


def _changed(**said: Any) -> str:
    told = json.loads(ORIGIN_RULES)
    told["rule_sets"][0] |= said
    return json.dumps(told)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_changed(min="01"), "is no number of the tariff"),
        (_changed(max="0100000000"), "before it begins"),
        (_changed(valid=False), "marked as not valid"),
        (_changed(rules=[]), "has no rules"),
        (_changed(rules=[{"rule": " "}]), "has no text"),
        (_changed(rules=[{"rule": "x", "operator": "xor"}]), "neither and nor or"),
        (_changed(rules=[{"rule": "x", "tolerance": 1}]), "not known"),
        (_changed(rules=["x"]), "has no text"),
    ],
)
def test_a_rule_that_cannot_be_used_is_broken(content: str, reason: str, tmp_path: Path) -> None:
    found, broken = rows(uk_origin_rules, made(tmp_path, "japan.json", content))
    assert not found
    assert [row.place.partition(",")[0] for row in broken] == ["rule set 1"]
    assert reason in broken[0].reason


def test_a_file_that_does_not_name_its_scheme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="does not name its scheme"):
        rows(uk_origin_rules, made(tmp_path, "(1).json", ORIGIN_RULES))


@pytest.mark.parametrize(("scheme", "count"), [("cptpp", 2561), ("japan", 960), ("kenya", 714)])
def test_the_real_rules_are_read_whole_and_plain(scheme: str, count: int) -> None:
    found, broken = rows(uk_origin_rules, real(f"rules-of-origin-uk/{scheme}.json"))
    assert not broken
    assert len(found) == count
    assert {row.scheme for row in found} == {scheme}
    assert not [row.text for row in found if any(mark in row.text for mark in ("**", "](", "&nbsp;", "<abbr"))]


def test_the_real_schemes_are_read_whole() -> None:
    found, broken = rows(uk_origin_schemes, real("rules-of-origin-uk/roo_schemes_uk.json"))
    assert not broken
    assert len(found) == 44
    japan = next(row for row in found if row.code == "japan")
    assert japan.countries == ("JP",)
    assert next(row for row in found if row.code == "gsp").valid == Span(date(2021, 1, 1), date(2023, 6, 18))
