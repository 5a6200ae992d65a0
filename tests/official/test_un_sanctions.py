from datetime import date
from pathlib import Path

import pytest

from karum.official import un_sanctions
from karum.official.records import Broken, Span
from karum.official.sanctions import Listed
from karum.official.source import BadFile, Source
from tests.official.lists import UN


def _source(folder: Path, text: str) -> Source:
    (folder / "consolidated.xml").write_text(text)
    return Source(folder / "consolidated.xml")


def test_a_person_is_read_with_her_name_in_both_scripts(tmp_path: Path) -> None:
    person = next(iter(un_sanctions.read(_source(tmp_path, UN))))
    assert isinstance(person, Listed)
    assert (person.key, person.kind) == ("QDi.901", "person")
    assert [(name.text, name.strong, name.script) for name in person.names] == [
        ("YUSUF ABDUL-KARIM AL-TAHIR", True, "latin"),
        ("يوسف عبد الكريم الطاهر", True, "arabic"),
        ("Youssef Abdelkarim Taher", True, "latin"),
        ("Abu Tahir", False, "latin"),
    ]
    assert person.countries == ("SY", "IQ")
    assert person.births == (Span(date(1973, 1, 1), date(1974, 12, 31)), Span(date(1974, 3, 12), date(1974, 3, 12)))
    assert person.programmes == ("Al-Qaida",)


def test_aliases_of_a_firm_are_split_and_its_country_is_found(tmp_path: Path) -> None:
    firm = list(un_sanctions.read(_source(tmp_path, UN)))[2]
    assert isinstance(firm, Listed)
    assert firm.kind == "entity"
    assert [name.text for name in firm.names] == ["GREEN CRESCENT TRADING", "Crescent Trading Co", "GCT"]
    assert firm.countries == ("KP",)


def test_an_entry_without_a_name_is_reported(tmp_path: Path) -> None:
    row = list(un_sanctions.read(_source(tmp_path, UN)))[1]
    assert isinstance(row, Broken)
    assert "no name" in row.reason


def test_a_list_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        list(un_sanctions.read(_source(tmp_path, UN[:-30])))
