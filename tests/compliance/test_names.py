import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.compliance.domain.names import index_keys, index_words, keys_of, name_of, skeletons, sought_keys
from karum.compliance.domain.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Al-Zahir", "MUHAMMAD ZAHIR"),
        ("Abdul Karim Yusuf", "Abd al-Karim Youssef"),
        ("Abdelkarim Yusuf", "Abdul-Karim Yusuf"),
        ("ООО «Ромашка»", "Romashka LLC"),
        ("Romashka Limited Liability Company", "OOO Romashka"),
        ("Müller & Söhne GmbH", "muller sohne"),
        ("华为技术有限公司", "华为技术"),
        ("Mr. John O'Brien", "john obrien"),
        ("S.p.A. Esempio", "Esempio SpA"),
        ("Sheikh Haji Omar", "Omar"),
    ],
)
def test_these_are_one_name(one: str, other: str) -> None:
    assert name_of(one) == name_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "محمد"),
        ("Khodorkovsky", "Ходорковский"),
        ("Hussein", "Хусейн"),
        ("Taher", "طاهر"),
        ("Yusuf", "يوسف"),
        ("Zawahri", "الظواهري"),
        ("Yeltsina", "Ельцина"),
        ("Abdulrahman", "عبد الرحمن"),
        ("Nowak", "Novak"),
    ],
)
def test_these_words_share_a_sound(one: str, other: str) -> None:
    mine, theirs = name_of(one).words, name_of(other).words
    assert len(mine) == len(theirs) == 1
    assert set(skeletons(mine[0])) & set(skeletons(theirs[0]))


def test_a_surname_of_one_sign_stands_apart() -> None:
    assert name_of("习近平").words == ("xi", "jinping")
    assert name_of("欧阳修").words == ("ouyang", "xiu")


def test_a_name_of_nothing_but_a_legal_form_keeps_it() -> None:
    assert name_of("LLC").words == ("llc",)


def test_no_letters_no_words() -> None:
    assert name_of(" -- . ").words == ()


def test_one_slip_in_the_consonants_still_shares_a_key() -> None:
    for slip in ("zarubsky", "zarunsky", "zarbsky", "zaurbsky", "zarrubskyt"):
        assert set(keys_of(slip)) & set(keys_of("zarubsky")), slip


@given(st.text(max_size=60))
def test_any_text_has_a_name_and_keys(text: str) -> None:
    name = name_of(text)
    assert name == name_of(text.swapcase()) or not text.isascii()
    for word in index_words(name):
        assert all(index_keys(word))
    assert set(sought_keys(name)) >= {key for word in name.words for key in index_keys(word)}


def test_each_spelling_stands_for_one_name() -> None:
    known = vocabulary()
    assert known.variant["mohd"] == "muhammad"
    assert known.variant["magomed"] == "muhammad"
    assert not set(known.variant) & known.forms
