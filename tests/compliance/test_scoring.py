from datetime import date
from typing import Any

import pytest

from karum.compliance.domain.rules import Band, rules
from karum.compliance.domain.scoring import Candidate, Match, Subject, match
from karum.compliance.domain.weights import weight


def _weigh(word: str) -> float:
    return weight(word, 1, 1)


def _match(
    hers: str,
    listed: str,
    *,
    kind: str = "",
    strong: bool = True,
    listed_kind: str = "person",
    countries: tuple[Any, Any] = ((), ()),
    births: tuple[Any, Any] = ((), ()),
) -> Match:
    """Countries and births: hers, then the entry's."""
    subject = Subject((hers,), kind, countries[0], births[0])
    candidate = Candidate(listed, strong, listed_kind, countries[1], births[1])
    return match(subject, candidate, _weigh, rules())


@pytest.mark.parametrize(
    ("hers", "listed"),
    [
        ("Oleg Zarubskiy", "Oleg Petrovich ZARUBSKY"),
        ("Олег Зарубский", "Oleg Petrovich ZARUBSKY"),
        ("Zarubsky Oleg", "Oleg ZARUBSKY"),
        ("Oleg Zarubky", "Oleg ZARUBSKY"),
        ("Xi Jinping", "习近平"),
        ("Ye, Jinsong", "Jinsong Ye"),
        ("Farid Hakim", "Farid Omar HAKIM"),
        ("Jin Ping Xi", "习近平"),
        ("Kim Jong Un", "김정은"),
        ("Nordkraft GmbH", "NORDKRAFT HOLDING LLC"),
        ("Aerolantern", "AERO LANTERN"),
        ("Mohammed Al-Tahiri", "محمد الطاهري"),
    ],
)
def test_a_person_looks_at_these(hers: str, listed: str) -> None:
    assert _match(hers, listed).band is not Band.CLEAR


@pytest.mark.parametrize(
    ("hers", "listed"),
    [
        ("Maria Garcia", "Maria Garcia Lopez"),
        ("Hans Muller", "Johann Müller"),
        ("Karoo Clay", "Karoo Steel Trading"),
        ("Petra Novak", "Oleg Zarubsky"),
        ("J. Smith", "John Smith"),
        ("Green Mountain Toys", "Green Mountain Petroleum"),
    ],
)
def test_nobody_is_held_for_these(hers: str, listed: str) -> None:
    assert _match(hers, listed).band is Band.CLEAR


def test_the_same_name_is_strong_and_says_why() -> None:
    found = _match("Oleg Zarubsky", "ZARUBSKY, Oleg", countries=(("RU",), ("RU", "BY")))
    assert (found.band, found.score) == (Band.STRONG, 100)
    assert {(pair.hers, pair.listed, pair.likeness) for pair in found.pairs} == {
        ("oleg", "oleg", 1.0),
        ("zarubsky", "zarubsky", 1.0),
    }
    assert [(e.code, e.detail) for e in found.evidence] == [("same_country", "RU")]


def test_another_country_takes_away_and_is_named() -> None:
    here = _match("Oleg Zarubskiy", "Oleg Zarubsky", countries=(("RU",), ("RU",)))
    there = _match("Oleg Zarubskiy", "Oleg Zarubsky", countries=(("CL",), ("RU",)))
    unknown = _match("Oleg Zarubskiy", "Oleg Zarubsky")
    assert there.score < unknown.score < here.score
    assert there.evidence[0].code == "other_country"


def test_a_birth_that_contradicts_clears_the_same_name() -> None:
    births = ((date(1990, 1, 1),), ((date(1961, 10, 7), date(1961, 10, 7)),))
    assert _match("Oleg Zarubsky", "Oleg Zarubsky", births=births).band is Band.CLEAR


def test_a_birth_within_the_span_supports() -> None:
    births = ((date(1961, 10, 7),), ((date(1960, 1, 1), date(1962, 12, 31)),))
    assert "birth_fits" in {e.code for e in _match("Oleg Zarubsky", "Oleg Zarubsky", births=births).evidence}


def test_a_weak_alias_is_never_strong() -> None:
    found = _match("Oleg Zarubsky", "Oleg Zarubsky", strong=False, countries=(("RU",), ("RU",)))
    assert found.band is Band.REVIEW


def test_a_common_name_is_never_strong() -> None:
    assert _match("Mohammed Ali", "Muhammad Ali").band is Band.REVIEW


def test_a_ship_of_that_name_holds_no_firm() -> None:
    assert _match("Ocean Lantern", "OCEAN LANTERN", kind="entity", listed_kind="vessel").band is not Band.STRONG


def test_words_that_only_one_side_has_are_said() -> None:
    found = _match("Oleg Zarubsky", "Oleg Petrovich Grigori Zarubsky")
    assert found.only_hers == ()
    assert found.only_listed == ("petrovich", "grigori")


def test_a_name_without_letters_matches_nobody() -> None:
    assert _match("...", "Oleg Zarubsky").score == 0
    assert _match("Oleg Zarubsky", "...").score == 0
