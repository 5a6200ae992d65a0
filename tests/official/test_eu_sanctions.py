from datetime import date
from pathlib import Path

import pytest

from karum.official import eu_sanctions
from karum.official.records import Broken, Span
from karum.official.sanctions import Listed
from karum.official.source import BadFile, Source
from tests.official.lists import EU


def _source(folder: Path, text: str) -> Source:
    (folder / "xmlFullSanctionsList_1_1.xml").write_text(text)
    return Source(folder / "xmlFullSanctionsList_1_1.xml")


def test_a_person_is_read_with_her_names_and_their_strength(tmp_path: Path) -> None:
    person = next(iter(eu_sanctions.read(_source(tmp_path, EU))))
    assert isinstance(person, Listed)
    assert (person.key, person.kind) == ("EU.901.1", "person")
    assert [(name.text, name.strong, name.script) for name in person.names] == [
        ("Aliaksandr Hrabovik", True, "latin"),
        ("Александр Грабовик", True, "cyrillic"),
        ("Sasha", False, "latin"),
    ]
    assert person.countries == ("BY",)
    assert person.births == (Span(date(1966, 5, 21), date(1966, 5, 21)), Span(date(1967, 1, 1), date(1967, 12, 31)))
    assert person.programmes == ("BLR",)
    assert "2024/372 (OJ L18012024)" in person.remarks


def test_a_firm_is_an_entity(tmp_path: Path) -> None:
    firm = list(eu_sanctions.read(_source(tmp_path, EU)))[1]
    assert isinstance(firm, Listed)
    assert (firm.kind, firm.countries) == ("entity", ("RU",))


def test_an_entry_without_a_name_is_reported(tmp_path: Path) -> None:
    row = list(eu_sanctions.read(_source(tmp_path, EU)))[2]
    assert isinstance(row, Broken)
    assert "no name" in row.reason


def test_a_list_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        list(eu_sanctions.read(_source(tmp_path, EU[:-12])))
