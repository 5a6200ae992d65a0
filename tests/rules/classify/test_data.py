"""The data of classification help: every code exists, every answer means something, the figures hold."""

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from bench.classify import Case, demo, labelled, ranks, share
from karum.rules.classify import facets as facets_of
from karum.rules.classify import notes as notes_of
from karum.rules.classify.facets import AGAINST, FITS, facets, fit
from karum.rules.classify.index import index
from karum.rules.classify.nomenclature_text import said
from karum.rules.classify.vocabulary import DATA, languages, vocabulary
from karum.rules.queries import hs_texts

INTERFACE = {"en", "fr", "ar", "zh", "sw"}


def rows(language: str) -> list[dict[str, str]]:
    with (DATA / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_meaning_is_a_known_code_or_answer() -> None:
    for row in rows("en"):
        facet, mark, answer = row["means"].partition(":")
        if not mark:
            assert all(code in hs_texts() for code in row["means"].split()), row
        elif facet != "word":
            assert answer in facets()[facet].answers, row


@pytest.mark.parametrize("language", languages())
def test_a_language_names_known_things_and_each_word_once(language: str) -> None:
    known = {row["words"].split("|")[0] for row in rows("en")}
    words: Counter[str] = Counter()
    for row in rows(language):
        assert language == "en" or row["means"] in known, row
        words.update(row["words"].split("|"))
    assert all(word.strip() == word and word for word in words)
    assert [word for word, uses in words.items() if uses > 1] == []
    assert len(vocabulary(language).exact) >= (500 if language in INTERFACE else 150)


def test_the_interface_s_languages_have_words() -> None:
    assert set(languages()) >= INTERFACE


def test_every_answer_fits_some_code_and_opposes_some() -> None:
    known = index()
    for facet in facets().values():
        assert len(facet.answers) >= 2, facet.name
        for name in facet.answers:
            stands = {fit(known, facet, name, code) for code in known.codes}
            assert {FITS, AGAINST} <= stands, (facet.name, name)


def test_codes_in_the_questions_exist() -> None:
    beginnings = {code[:size] for code in hs_texts() for size in range(1, 7)}
    raw = tomllib.loads(facets_of.DATA.read_text(encoding="utf-8"))
    for facet in raw["facet"]:
        used = [*facet["scope"], *facet.get("never", ())]
        for answer in facet["answer"]:
            used += [*answer.get("codes", ()), *answer.get("never", ()), *answer.get("home", ())]
        assert [code for code in used if code not in beginnings] == [], facet["name"]


def test_notes_are_about_known_codes_and_say_how_sure_they_are() -> None:
    beginnings = {code[:size] for code in hs_texts() for size in range(1, 7)}
    for codes, note in notes_of.all_notes():
        assert set(codes) <= beginnings, note.reference
        assert note.confidence in ("A", "B", "M")
        assert note.text
        assert note.source


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("Coffee; roasted, not decaffeinated", "roasted", "decaffeinated"),
        ("Linen; of textile materials (other than cotton or man-made fibres), knitted", "knitted", "cotton"),
        ("Blankets (other than electric blankets) and travelling rugs; of wool", "travelling rugs", "electric"),
        ("Jerseys; of fine animal hair other than that of kashmir (cashmere) goats", "fine animal hair", "cashmere"),
        ("Silver, whether or not plated", "silver", "gold"),
    ],
)
def test_a_text_says_what_it_speaks_of_and_what_it_rules_out(text: str, yes: str, no: str) -> None:
    found = said(text)
    assert yes in found.yes
    assert no not in found.yes
    assert "plated" not in found.yes
    assert no in found.no or no == "gold"


def test_every_label_is_a_code_of_the_nomenclature_and_the_parts_are_fixed() -> None:
    cases = labelled()
    assert all(case.code in hs_texts() for case in cases)
    groups = Counter(case.group for case in cases)
    assert (groups["en tune"], groups["en held-out"]) == (100, 100)
    for language in ("fr", "ar", "zh", "sw"):
        assert groups[f"{language} tune"] + groups[f"{language} held-out"] >= 30
    assert len({case.text for case in cases}) == len(cases)


@pytest.mark.parametrize(
    ("group", "heading_3", "subheading_10"),
    [
        ("en held-out", 90, 90), ("fr held-out", 90, 85), ("ar held-out", 90, 85), ("zh held-out", 90, 85),
        ("sw held-out", 90, 85), ("en demo held-out", 80, 75), ("fr demo held-out", 65, 65),
    ],
)  # fmt: skip
def test_names_that_nothing_was_tuned_on_are_found(group: str, heading_3: float, subheading_10: float) -> None:
    found = [ranks(case) for case in _cases() if case.group == group]
    assert share([each.heading for each in found], 3) >= heading_3
    assert share([each.subheading for each in found], 10) >= subheading_10


def _cases() -> list[Case]:
    return [*labelled(), *demo()]


def test_the_measure_itself_counts() -> None:
    assert share([1, 2, 0, 11], 1) == 25
    assert share([1, 2, 0, 11], 10) == 50
    assert ranks(Case("", "en", "beeswax candle", "340600")) == (1, 1)
    assert ranks(Case("", "en", "beeswax candle", "010121")) == (0, 0)


def test_the_labels_lie_beside_the_tests() -> None:
    assert {path.name for path in Path(__file__).parent.glob("*.csv")} == {"labelled.csv", "labelled_languages.csv"}
