"""The special column of the US tariff falls into rates and programme symbols, and nothing of it is lost."""

import json
from pathlib import Path

import pytest

from karum.official.us_special import split_special

HTS = Path(__file__).parents[3] / "shared" / "data" / "us-hts"
CHAPTERS = ("chapter_61.json", "chapter_62.json", "chapter_99.json")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" ", []),
        ("Free", [("Free", ())]),
        ("No change", [("No change", ())]),
        ("Free (AU,BH, CL,CO,E*)", [("Free", ("AU", "BH", "CL", "CO", "E*"))]),
        ("Free (A+, D, P)  5% (KR)", [("Free", ("A+", "D", "P")), ("5%", ("KR",))]),
        ("Free (IL, JO) 31¢/kg + 5.4% (E)", [("Free", ("IL", "JO")), ("31¢/kg + 5.4%", ("E",))]),
        (
            "Free (A+,AU,BH) 5% (KR) See 9903.04.25 (CO,PE)",
            [("Free", ("A+", "AU", "BH")), ("5%", ("KR",)), ("See 9903.04.25", ("CO", "PE"))],
        ),
        (
            "No change (A) Free (CA,IL, MX) See U.S. note 3(e) (CO,PE)",
            [("No change", ("A",)), ("Free", ("CA", "IL", "MX")), ("See U.S. note 3(e)", ("CO", "PE"))],
        ),
        (
            "The duty provided in the applicable subheading + 200% (AU, BH)",
            [("The duty provided in the applicable subheading + 200%", ("AU", "BH"))],
        ),
        ("Free (AU BH,CL.CO)", [("Free", ("AU", "BH", "CL", "CO"))]),
        ("Free (A) 2% on the value (net)", [("Free", ("A",)), ("2% on the value (net)", ())]),
    ],
)
def test_rates_and_their_programmes(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert split_special(text) == expected


@pytest.mark.skipif(not HTS.is_dir(), reason="the US tariff is not beside the checkout (../shared/data/us-hts)")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_of_the_column_is_lost(chapter: str) -> None:
    rows = json.loads((HTS / chapter).read_text(encoding="utf-8"))
    columns = {row.get("special") or "" for row in rows}
    assert len(columns) > 10
    for column in columns:
        pairs = split_special(column)
        again = " ".join(f"{rate} ({','.join(symbols)})" if symbols else rate for rate, symbols in pairs)
        assert "".join(again.split()) == "".join(column.split())
        assert all(rate for rate, _ in pairs), column
