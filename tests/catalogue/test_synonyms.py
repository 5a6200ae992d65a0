"""Groups of words that mean the same goods: the files are whole, and each text is read in its own language."""

import csv
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.catalogue.domain.synonyms import (
    DATA,
    asked_concepts,
    beginning,
    concepts,
    cut,
    name_in,
    spelled_as_goods,
    wider,
)
from karum.text.folding import is_unspaced, split

LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh", "hi", "sw", "id", "ru")
ROWS = [
    row for path in sorted(DATA.glob("*.csv")) for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
]
GROUPS = {row["group"]: row for row in ROWS}


def asked(words: str, language: str) -> list[tuple[str, ...]]:
    return [one.names for one in asked_concepts(split(words), language)]


def test_the_files_have_every_group_once_and_in_every_language() -> None:
    assert len(GROUPS) == len(ROWS) > 280
    empty = [(row["group"], code) for row in ROWS for code in LANGUAGES if not all(row[code].split("|"))]
    assert empty == []


def test_wider_groups_exist_and_end() -> None:
    for row in ROWS:
        seen = [row["group"]]
        while wider := GROUPS[seen[-1]]["is"]:
            assert wider in GROUPS, row["group"]
            assert wider not in seen, row["group"]
            seen.append(wider)


def test_a_language_says_no_word_twice_in_one_group() -> None:
    twice = [
        (row["group"], code)
        for row in ROWS
        for code in LANGUAGES
        if len(set(row[code].split("|"))) < len(row[code].split("|"))
    ]
    assert twice == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_files_is_understood(language: str) -> None:
    said = [(row["group"], phrase) for row in ROWS for phrase in row[language].split("|")]
    assert [one for one in said if one[0] not in concepts(one[1], language)] == []


@pytest.mark.parametrize(
    ("text", "language", "groups"),
    [
        ("Huye Hills washed bourbon coffee", "en", {"coffee"}),
        ("Huile d'olive vierge extra", "fr", {"olive_oil"}),
        ("زيت الزيتون البكر", "ar", {"olive_oil"}),
        ("胡耶山水洗波旁咖啡豆", "zh-hans", {"coffee", "coffee_beans"}),
        ("Vikapu vya katani", "sw", {"basket", "sisal"}),
        ("Деревянные игрушки", "ru", {"wooden_toy", "toy"}),
        ("Djembe from Dakar", "en", {"djembe", "drum", "music"}),
        ("Pain de campagne", "fr", {"bread"}),
        ("Nothing but pain", "en", set()),
        ("anything", "xx", set()),
    ],
)
def test_a_text_is_read_in_its_own_language(text: str, language: str, groups: set[str]) -> None:
    assert set(concepts(text, language)) == groups


@pytest.mark.parametrize(
    ("words", "language", "groups"),
    [
        ("kahawa", "en", [("coffee",)]),  # another language than the page's
        ("tea pot", "en", [("teapot",)]),
        ("thé vert", "fr", [("green_tea",)]),
        ("sac en cuir", "en", [("leather_bag",)]),
        ("pan", "en", [("pan",)]),  # the page's language first: Spanish bread does not count
        ("卢旺达咖啡", "zh-hans", [("coffee",)]),
        ("जैतून का तेल", "hi", [("olive_oil",)]),
        ("xylophone quest", "en", []),
        ("", "en", []),
    ],
)
def test_a_question_is_read_in_the_pages_language_first(words: str, language: str, groups: list[str]) -> None:
    assert asked(words, language) == groups


@given(st.text(max_size=60), st.sampled_from([*LANGUAGES, "zh-hans", "xx"]))
def test_what_a_question_means_stands_in_order_and_apart(text: str, language: str) -> None:
    words = split(text)
    found = asked_concepts(words, language)
    assert all(one.first <= one.last < len(words) and one.names for one in found)
    assert all(one.last < two.first for one, two in pairwise(found))
    assert concepts(text, language) == list(dict.fromkeys(concepts(text, language)))


@given(st.text(st.sampled_from("咖啡豆茶绿壶竹篮子的山水"), min_size=1, max_size=12))
def test_a_cut_run_is_the_run(run: str) -> None:
    assert is_unspaced(run)
    assert "".join(cut(run)) == run
    assert all(cut(run))


def test_a_run_is_cut_at_the_longest_known_words() -> None:
    assert cut("卢旺达咖啡豆") == ["卢旺达", "咖啡豆"]
    assert cut("绿茶") == ["绿茶"]


def test_groups_have_names_for_people() -> None:
    assert (name_in("olive_wood", "fr"), name_in("coffee", "zh-hans")) == ("bois d'olivier", "咖啡")
    assert name_in("coffee", "xx") == name_in("nothing", "en") == ""


@pytest.mark.parametrize(
    ("words", "place", "language", "meant"),
    [
        ("earings", 0, "en", "earring"),
        ("towl", 0, "en", "towel"),
        ("aceite de olva", 2, "es", "oliva"),  # with its neighbours it is oil, and no pot (olla)
        ("basket", 0, "en", "basket"),
        ("xqzxqz", 0, "en", "xqzxqz"),
        ("cofee", 0, "xx", "cofee"),
    ],
)
def test_a_slip_is_read_as_the_goods_that_were_meant(words: str, place: int, language: str, meant: str) -> None:
    assert spelled_as_goods(split(words), place, language) == meant


def test_names_are_suggested_as_people_write_them() -> None:
    assert beginning("caf", "fr", 3)[0] == "café"
    assert beginning("", "fr", 3) == beginning("caf", "xx", 3) == []
    assert wider("djembe") == ("drum", "music")


@pytest.mark.parametrize(
    ("language", "words", "group"),
    [("es", "velas aromáticas", "scented_candle"), ("pt", "rede de dormir", "hammock"), ("hi", "साड़ी", "sari"),
     ("id", "lilin wangi", "scented_candle"), ("ru", "матрёшки", "nesting_doll"), ("ru", "сапоги", "shoes"),
     ("ru", "валенки", "felt_boots"), ("es", "hamacas", "hammock")],
)  # fmt: skip
def test_goods_that_were_looked_for_by_hand_are_understood(language: str, words: str, group: str) -> None:
    assert [one.names for one in asked_concepts(split(words), language)] == [(group,)]
