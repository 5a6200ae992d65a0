"""Words of search without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.catalogue.domain.asking import asked_words, match_query, neighbours_query, telling, terms
from karum.catalogue.domain.words import lexemes, one_letter_less, vector
from karum.text.folding import fold, split

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Café-CRÈME, l'huile d’olive", ["cafe", "creme", "l", "huile", "d", "olive"]),
        ("Ærø straße İstanbul ﬁne", ["aero", "strasse", "istanbul", "fine"]),
        ("القَهْوَة أحمد", ["القهوه", "احمد"]),
        ("हिन्दी कॉफ़ी।", ["हिन्दी", "कॉफ़ी"]),
        ("茶叶abc罐 がま", ["茶叶", "abc", "罐", "がま"]),
        ("Đồ gốm Bát Tràng", ["do", "gom", "bat", "trang"]),
        ("２５０ｇ №5", ["250g", "no5"]),
    ],
)
def test_words_are_folded_and_split(written: str, words: list[str]) -> None:
    assert split(written) == [fold(word) for word in words]


@given(text)
def test_folding_twice_changes_nothing_more(written: str) -> None:
    assert fold(fold(written)) == fold(written)


@given(text, st.sampled_from(["en", "fr", "es", "pt", "ar", "zh-hans", "sw", "hi", "id", "ru", "xx"]))
def test_lexemes_are_safe_between_quotes_and_appear_once(written: str, language: str) -> None:
    found = lexemes(written, language)
    assert len(found) == len(set(found))
    assert all(word and not set(word) & set("'\\: &|!()*\0") for word in found)


@given(text.filter(lambda written: split(written)), st.sampled_from(["en", "fr", "zh-hans"]))
def test_each_asked_word_is_a_quoted_word_of_the_query(written: str, language: str) -> None:
    query = match_query(terms(asked_words(written), [language]))
    assert query.count("'") % 2 == 0
    assert query.count("(") == query.count(")")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "baskets", "basket"), ("fr", "tissées", "tissé"), ("ar", "القهوة", "قهوة"),
        ("es", "canastas", "canasta"),
        ("pt", "cestos", "cesto"), ("ru", "корзины", "корзина"), ("id", "keranjangku", "keranjang"),
        ("hi", "टोकरियाँ", "टोकरी"),
    ],
)  # fmt: skip
def test_forms_of_a_word_meet_at_a_stem(language: str, one: str, other: str) -> None:
    assert set(lexemes(one, language)) & set(lexemes(other, language))


def test_scripts_without_spaces_are_found_by_neighbours() -> None:
    assert lexemes("卢旺达", "zh-hans") == ["卢旺", "卢", "旺达", "旺", "达"]
    assert match_query(terms(["卢旺达"], ["zh-hans"])) == "('卢旺' & '旺达')"
    assert match_query(terms(["茶"], ["zh-hans"])) == "('茶')"


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert _told("a cup of coffee from the hills") == ["cup", "coffee", "hills"]
    assert _told("of the") == ["of", "the"]


def test_only_the_last_word_may_be_unfinished() -> None:
    asked = terms(["red", "cof"], ["en"], unfinished=["coffee", "coffin"])
    assert match_query(asked) == "('red') & (('cof' | 'coffee' | 'coffin'))"


def test_words_that_mean_the_same_are_one_word_more_to_be_found_by() -> None:
    asked = terms(["huile", "olive", "bio"], ["xx"], concepts=[(0, 1, ("olive_oil",))])
    assert match_query(asked) == "(('huile' & 'olive' | 'y:olive_oil')) & ('bio')"
    assert match_query(asked, mark="^") == "(('^huile' & '^olive' | '^y:olive_oil')) & ('^bio')"
    assert neighbours_query(asked) == "'huile':A <-> 'olive':A <-> 'bio':A"
    assert neighbours_query(asked[1:]) == ""


@given(st.from_regex(r"[a-z]{5,12}", fullmatch=True), st.data())
def test_words_one_slip_apart_meet(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    dropped = word[:place] + word[place + 1 :]
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    wrong = word[:place] + "x" + word[place + 1 :]
    for slip in (dropped, swapped, wrong):
        assert one_letter_less(word) & one_letter_less(slip)


def test_a_word_has_the_weight_of_each_group_that_holds_it() -> None:
    assert vector(("A", [("tea",)]), ("B", [("mug",), ("tea",)])) == "'tea':2A,5B 'mug':4B"


def test_forms_of_a_word_stand_in_its_place() -> None:
    assert vector(("A", [("cups", "cup"), ("red",)])) == "'cups':2A 'cup':2A 'red':3A"


def test_elided_articles_are_left_out() -> None:
    assert _told("huile d'olive") == ["huile", "olive"]


def _told(query: str) -> list[str]:
    words = asked_words(query)
    return [words[place] for place in telling(words)]
