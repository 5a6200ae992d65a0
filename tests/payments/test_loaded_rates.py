"""Official files of reference rates are loaded once, correct what they say otherwise, and serve at once."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from karum.official import ecb_rates
from karum.official.loaded import Loaded
from karum.official.source import BadFile, Source
from karum.payments.domain.rates import CENTRAL_BANK
from karum.payments.models import EuroRate, RateFile
from karum.payments.queries import fx
from karum.payments.queries.rates import look_again
from karum.payments.services import reference

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
DAY = date(2026, 11, 20)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
    xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube>{cubes}</Cube>
</gesmes:Envelope>"""


def _cube(day: str, rates: dict[str, str]) -> str:
    inner = "".join(f"<Cube currency='{currency}' rate='{rate}'/>" for currency, rate in rates.items())
    return f"<Cube time='{day}'>{inner}</Cube>"


def _load(folder: Path, days: dict[str, dict[str, str]], name: str = "eurofxref-daily.xml") -> Loaded:
    cubes = "".join(_cube(day, rates) for day, rates in days.items())
    path = folder / name
    path.write_text(XML.format(cubes=cubes), encoding="utf-8")
    found = reference.load(Source(path), ecb_rates, now=NOW, say=lambda text: None)
    look_again()
    return found


def test_a_loaded_rate_is_newer_than_the_packaged_one_and_names_its_file(tmp_path: Path) -> None:
    before = fx("EUR", "USD", DAY)
    loaded = _load(tmp_path, {"2026-11-20": {"USD": "1.2345", "JPY": "170.5"}})
    found = fx("EUR", "USD", DAY)
    assert before is not None
    assert before.date == date(2026, 10, 30)
    assert found is not None
    assert (found.rate, found.date, found.confidence) == (Decimal("1.2345"), DAY, CENTRAL_BANK)
    assert found.source == "European Central Bank reference rate, eurofxref-daily.xml"
    assert (loaded.kind, loaded.rows, loaded.added, loaded.closed) == ("ecb-rates", 2, 2, 0)


def test_an_older_day_still_has_its_own_rate(tmp_path: Path) -> None:
    _load(tmp_path, {"2026-11-20": {"USD": "1.2345"}})
    found = fx("EUR", "USD", date(2024, 1, 2))
    assert found is not None
    assert found.rate == Decimal("1.0956")


def test_the_same_file_is_loaded_once(tmp_path: Path) -> None:
    days = {"2026-11-20": {"USD": "1.2345"}}
    _load(tmp_path, days)
    again = _load(tmp_path, days)
    assert again.already
    assert RateFile.objects.count() == 1


def test_a_later_file_corrects_a_day_and_leaves_the_rest(tmp_path: Path) -> None:
    _load(tmp_path, {"2026-11-20": {"USD": "1.2345", "JPY": "170.5"}})
    loaded = _load(tmp_path, {"2026-11-20": {"USD": "1.2346", "JPY": "170.5"}, "2026-11-19": {"USD": "1.2"}}, "90d.xml")
    assert (loaded.added, loaded.closed, loaded.unchanged) == (2, 1, 1)
    assert EuroRate.objects.get(day=DAY, currency="USD").file.name == "90d.xml"
    assert EuroRate.objects.get(day=DAY, currency="JPY").file.name == "eurofxref-daily.xml"


def test_a_currency_that_is_no_longer_quoted_has_no_rate(tmp_path: Path) -> None:
    _load(tmp_path, {"2026-11-20": {"USD": "1.2345"}})
    assert fx("EUR", "HUF", DAY) is None  # packaged on 30 October, and not in the file of three weeks later


def test_a_broken_rate_is_kept_with_its_place_and_the_others_are_loaded(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {"2026-11-20": {"USD": "1.2345", "JPY": "-3"}})
    assert [row.place for row in loaded.broken] == ["day 2026-11-20, JPY"]
    assert RateFile.objects.get().broken[0][0] == "day 2026-11-20, JPY"
    assert EuroRate.objects.count() == 1


def test_a_file_that_breaks_off_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "eurofxref-hist.xml"
    cube = "<Cube time='2026-11-20'><Cube currency='USD' rate='1.2'/></Cube><Cube time='2026-11-19'><Cube curr"
    path.write_text(XML.partition("{cubes}")[0] + cube, encoding="utf-8")
    with pytest.raises(BadFile, match="not whole"):
        reference.load(Source(path), ecb_rates, now=NOW, say=lambda text: None)
    assert not RateFile.objects.exists()
    assert not EuroRate.objects.exists()


def test_the_whole_history_is_loaded_from_the_zip_of_the_bank(tmp_path: Path) -> None:
    days = [f"2020-01-{day:02}" for day in range(2, 32)]
    with ZipFile(tmp_path / "eurofxref-hist.zip", "w") as archive:
        rows = "\n".join(f"{day},1.1,N/A,120.5," for day in days)
        archive.writestr("eurofxref-hist.csv", f"Date,USD,CYP,JPY,\n{rows}\n")
    loaded = reference.load(Source(tmp_path / "eurofxref-hist.zip"), ecb_rates, now=NOW, say=lambda text: None)
    assert (loaded.rows, loaded.broken) == (60, ())
    assert EuroRate.objects.filter(currency="CYP").count() == 0
