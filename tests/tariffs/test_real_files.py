"""The authorities' own files, unchanged, through recognition, loading and the query."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest

from karum.official.kinds import reader_for
from karum.official.loaded import Loaded
from karum.official.records import TariffReader
from karum.official.source import Source
from karum.tariffs.models import Measure
from karum.tariffs.queries.measures import measures_on
from karum.tariffs.queries.nomenclature import description
from karum.tariffs.queries.origin import origin_rules, scheme, schemes_between
from karum.tariffs.queries.status import tariff_status
from karum.tariffs.services.load import load

from .tiny import APRIL, DATA

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"The official files are not here: {DATA}"),
]
MAY = date(2026, 5, 1)


def load_file(name: str) -> Loaded:
    source = Source(Path(DATA / name))
    reader = cast("TariffReader", reader_for(source))
    return load(source, reader, valid_from=APRIL, now=datetime.now(UTC), say=print)


def test_the_us_tariff_with_its_chapter_99() -> None:
    for name in ("chapter_61.json", "chapter_99.json"):
        loaded = load_file(f"us-hts/{name}")
        assert loaded.added == loaded.rows > 3_000
        assert loaded.broken == ()
    rows = {(row.type, row.area): row for row in measures_on("US", ["6109100012"], MAY)}
    assert rows["general", ""].duty == "16.5%"
    assert rows["other", ""].duty == "90%"
    assert rows["special", "KR"].duty == "Free"
    assert rows["general", ""].footnotes == ("See 9903.88.15.",)
    assert rows["general", ""].place.endswith("6109.10.00")
    assert {row.code for row in measures_on("US", ["99038815"], MAY)} == {"99038815"}
    assert description("US", "6109100012", MAY)[0].startswith("T-shirts, singlets, tank tops")
    status = tariff_status("US", MAY)
    assert (status.files, status.broken, status.age_days) == (2, 0, 30)
    assert status.share_known is not None
    assert status.share_known > 0.95


def test_the_same_chapter_again_is_left_alone() -> None:
    load_file("us-hts/chapter_61.json")
    count = Measure.objects.count()
    assert load_file("us-hts/chapter_61.json").already
    assert Measure.objects.count() == count


def test_changes_of_the_uk_and_the_eu() -> None:
    assert load_file("uk-cds/tariff_dailyExtract_v1_20251006T125959.gzip").broken == ()
    assert load_file("uk-cds/footnote.gzip").rows == 0
    assert load_file("taric3/footnote.xml").rows == 0
    assert load_file("taric3/create_measure.xml").added == 1
    (row,) = measures_on("EU", ["1202410000"], date(2014, 1, 1))
    assert (row.type, row.area, row.regulation, row.valid.start) == ("475", "US", "D0800470", date(2013, 8, 1))
    assert measures_on("EU", ["1202410000"], date(2013, 7, 31)) == []


def test_rules_of_origin_of_the_uk() -> None:
    loaded = load_file("rules-of-origin-uk/cptpp.json")
    assert loaded.added == loaded.rows > 2_000
    load_file("rules-of-origin-uk/roo_schemes_uk.json")
    rules = origin_rules("cptpp", "610910", MAY)
    assert rules
    assert all(rule.low <= "6109109999" and rule.high >= "6109100000" and rule.text for rule in rules)
    found = scheme("cptpp", MAY)
    assert found is not None
    assert "JP" in found.countries
    assert {"cptpp", "japan"} <= {one.code for one in schemes_between("GB", "JP", MAY)}
