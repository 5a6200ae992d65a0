"""The ECB's reference rates, as XML of a day or of all days, and as its zipped CSV."""

from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from karum.official import ecb_rates
from karum.official.ecb_rates import Rate
from karum.official.source import Source
from tests.official.samples import ECB_CSV, ECB_XML, made, rows, zipped

DAY = date(2026, 11, 20)


def test_every_rate_of_the_xml(tmp_path: Path) -> None:
    assert rows(ecb_rates, made(tmp_path, "eurofxref.xml", ECB_XML)) == (
        [
            Rate(DAY, "USD", Decimal("1.1172"), "day 2026-11-20"),
            Rate(DAY, "JPY", Decimal("175.68"), "day 2026-11-20"),
            Rate(date(2026, 11, 19), "USD", Decimal("1.1160"), "day 2026-11-19"),
        ],
        [],
    )


def test_every_rate_of_the_zipped_csv_and_none_where_a_currency_is_not_quoted(tmp_path: Path) -> None:
    assert rows(ecb_rates, made(tmp_path, "eurofxref-hist.zip", zipped(ECB_CSV, "eurofxref-hist.csv"))) == (
        [Rate(DAY, "USD", Decimal("1.1172"), "line 2"), Rate(DAY, "JPY", Decimal("175.68"), "line 2")],
        [],
    )


def test_the_csv_of_a_day_writes_the_day_in_words(tmp_path: Path) -> None:
    content = "Date, USD, JPY, \n20 November 2026, 1.1172, 175.68, \n"
    found, broken = rows(ecb_rates, made(tmp_path, "eurofxref.csv", content))
    assert ([(row.day, row.currency) for row in found], broken) == ([(DAY, "USD"), (DAY, "JPY")], [])


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("1.1172", "-1.1172", "day 2026-11-20, USD"),
        ("1.1172", "0", "day 2026-11-20, USD"),
        ("1.1172", "1,1172", "day 2026-11-20, USD"),
        ("1.1172", "Infinity", "day 2026-11-20, USD"),
        ("'USD' rate='1.1172'", "'US' rate='1.1172'", "day 2026-11-20, US"),
        ("2026-11-19", "0026-11-19", "day 0026-11-19"),
        ("2026-11-19", "19.11.2026", "day 19.11.2026"),
    ],
)
def test_a_rate_that_is_none_is_broken_with_its_place(old: str, new: str, place: str, tmp_path: Path) -> None:
    found, broken = rows(ecb_rates, made(tmp_path, "eurofxref.xml", ECB_XML.replace(old, new)))
    assert [row.place for row in broken] == [place]
    assert len(found) == 2


def test_the_real_history_is_read_whole() -> None:
    source = Source(Path(str(files("currency_converter").joinpath("eurofxref-hist.zip"))))
    found, broken = rows(ecb_rates, source)
    assert not broken
    assert len(found) > 200_000
    assert Rate(date(2024, 1, 2), "USD", Decimal("1.0956"), found[0].place)._replace(place="") in [
        row._replace(place="") for row in found if row.day == date(2024, 1, 2)
    ]
