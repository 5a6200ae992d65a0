"""Names stand where readers of a language look for them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.text.collation import by_name


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Afghanistan", "Åland Islands", "Albania", "Côte d’Ivoire", "Croatia", "zebra"]),
        ("fr", ["Égypte", "Espagne", "Éthiopie", "Fidji"]),
        ("es", ["nube", "nzema", "ñandú", "Ñuble", "oca"]),
        ("pt", ["África", "Água", "Butão", "São Tomé", "Sérvia"]),
        ("ru", ["Ёлка", "Ель", "Израиль", "Исландия", "Йемен", "Ямайка"]),
        ("ar", ["أفغانستان", "ألمانيا", "إثيوبيا", "مصر", "Kenya"]),
        ("hi", ["अंगोला", "आइसलैंड", "इंडोनेशिया", "क़तर", "कनाडा", "केन्या"]),
        ("zh-hans", ["阿尔巴尼亚", "德国", "肯尼亚", "中国"]),
    ],
)
def test_names_are_in_the_order_of_the_language(language: str, names: list[str]) -> None:
    for mixed in (list(reversed(names)), sorted(names)):
        assert by_name(mixed, str, language) == names


def test_the_same_names_are_another_order_in_another_language() -> None:
    assert by_name(["Zypern", "مصر"], str, "ar") == ["مصر", "Zypern"]
    assert by_name(["مصر", "Zypern"], str, "en") == ["Zypern", "مصر"]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=12),
    st.sampled_from(["en", "es", "ar", "zh-hans"]),
)
def test_nothing_is_lost_and_equal_names_keep_their_order(names: list[str], language: str) -> None:
    items = list(enumerate(names))
    found = by_name(items, lambda item: item[1], language)
    assert sorted(found) == items
    assert all(a[0] < b[0] for a, b in pairwise(found) if a[1] == b[1])
