from datetime import date
from pathlib import Path

import pytest

from karum.official import eu_sanctions, ofac_sdn, un_sanctions
from karum.official.records import Broken, Span
from karum.official.sanctions import Listed, births_of, country_of, entries
from karum.official.source import BadFile, Source
from tests.official.lists import EU, OFAC, UN


def _source(folder: Path, text: str, name: str = "SDN.XML") -> Source:
    (folder / name).write_text(text)
    return Source(folder / name)


def test_an_entry_is_read_with_its_names_countries_births_and_programmes(tmp_path: Path) -> None:
    person = next(iter(ofac_sdn.read(_source(tmp_path, OFAC))))
    assert isinstance(person, Listed)
    assert (person.list, person.key, person.kind) == ("ofac-sdn", "101", "person")
    assert [(name.text, name.strong) for name in person.names] == [
        ("Oleg Petrovich ZARUBSKY", True),
        ("Oleg ZARUBSKIY", True),
        ('"THE MILLER"', False),
    ]
    assert person.countries == ("RU", "BY")
    assert person.births == (Span(date(1961, 10, 7), date(1961, 10, 7)), Span(date(1961, 1, 1), date(1963, 12, 31)))
    assert person.programmes == ("RUSSIA-EO14024", "CYBER2")
    assert "Linked To" in person.remarks
    assert person.place == "line 5"


def test_a_country_that_is_none_of_iso_3166_stays_in_the_remarks(tmp_path: Path) -> None:
    firm = list(ofac_sdn.read(_source(tmp_path, OFAC)))[1]
    assert isinstance(firm, Listed)
    assert firm.countries == ("KP",)
    assert "Country as written: Region: Farlandia." in firm.remarks


def test_a_ship_is_a_ship_and_flies_its_flag(tmp_path: Path) -> None:
    ship = list(ofac_sdn.read(_source(tmp_path, OFAC)))[2]
    assert isinstance(ship, Listed)
    assert (ship.kind, ship.countries) == ("vessel", ("PA",))


def test_an_entry_without_a_name_is_reported_with_its_place(tmp_path: Path) -> None:
    row = list(ofac_sdn.read(_source(tmp_path, OFAC)))[3]
    assert isinstance(row, Broken)
    assert "lastName" in row.reason
    assert row.place.startswith("line ")
    assert "<uid>104</uid>" in row.text


def test_the_namespace_does_not_matter(tmp_path: Path) -> None:
    bare = OFAC.replace('xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"', "")
    assert len(list(ofac_sdn.read(_source(tmp_path, bare)))) == 4
    assert ofac_sdn.recognise(_source(tmp_path, bare))


def test_a_list_that_ends_too_early_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="not whole"):
        list(ofac_sdn.read(_source(tmp_path, OFAC[: len(OFAC) // 2])))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "aaaa">]><sdnList><sdnEntry>&a;</sdnEntry></sdnList>'
    with pytest.raises(BadFile, match="DOCTYPE"):
        list(ofac_sdn.read(_source(tmp_path, bomb)))


def test_memory_stays_flat(tmp_path: Path) -> None:
    many = "<sdnList>" + "<sdnEntry><uid>1</uid></sdnEntry>" * 1000 + "</sdnList>"
    kept = [element for element, _ in entries(_source(tmp_path, many), "sdnEntry")]
    assert len(kept) == 1000
    assert all(len(element) == 0 for element in kept)


@pytest.mark.parametrize(("text", "kind"), [(OFAC, "ofac-sdn"), (UN, "un-sanctions"), (EU, "eu-sanctions")])
def test_each_list_is_known_by_one_reader_whatever_its_name(tmp_path: Path, text: str, kind: str) -> None:
    source = _source(tmp_path, text, "list.bin")
    readers = (ofac_sdn, un_sanctions, eu_sanctions)
    assert [reader.KIND for reader in readers if reader.recognise(source)] == [kind]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("1952-10-07", date(1952, 10, 7), date(1952, 10, 7)),
        ("Oct 1952", date(1952, 10, 1), date(1952, 10, 31)),
        ("1952", date(1952, 1, 1), date(1952, 12, 31)),
        ("1950 to 1952", date(1950, 1, 1), date(1952, 12, 31)),
        ("02 Jan 1950 to 14 Feb 1952", date(1950, 1, 2), date(1952, 2, 14)),
        ("circa 1952", date(1951, 1, 1), date(1953, 12, 31)),
    ],
)
def test_a_birth_is_a_span_of_days(words: str, first: date, last: date) -> None:
    assert births_of(words) == Span(first, last)


@pytest.mark.parametrize("words", ["", "unknown", "31 Feb 1950", "Brumaire 1950"])
def test_a_birth_that_cannot_be_read_is_none(words: str) -> None:
    assert births_of(words) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [("Korea, North", "KP"), ("Côte d’Ivoire", "CI"), ("Viet Nam", "VN"), ("Türkiye", "TR"), ("Atlantis", "")],
)
def test_countries_as_lists_write_them(words: str, code: str) -> None:
    assert country_of(words) == code
