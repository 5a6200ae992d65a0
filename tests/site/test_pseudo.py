"""The made-up languages that the journeys walk in."""

from gettext import GNUTranslations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import pseudo
from tools.messages import PLACE, texts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Cart", "⟦Çááŕţ⟧"),
        (" %(n)s <b>orders</b>\n", " ⟦%(n)s <b>óóŕđééŕš</b>⟧\n"),
        ("a&nbsp;b 100%%", "⟦á&nbsp;ƀ 100%%⟧"),
        ("", ""),
    ],
)
def test_a_long_text_keeps_its_places_and_edges(text: str, said: str) -> None:
    assert pseudo.long_text(text) == said


def test_texts_are_two_fifths_longer_where_they_have_the_vowels_for_it() -> None:
    all_texts = [text for message in texts() if isinstance(text := message.id, str) and len(text) > 40]
    longer = sum(len(pseudo.long_text(text)) for text in all_texts) / sum(map(len, all_texts))
    assert 1.3 <= longer <= 1.5


@given(st.text(st.characters(categories=["Ll", "Lu", "Zs", "Po"]), max_size=60))
def test_places_for_values_stay(words: str) -> None:
    text = f"{words} %(name)s"
    for change in pseudo.PSEUDO.values():
        assert PLACE.findall(change(text)) == PLACE.findall(text)


def test_the_catalogues_have_every_text(tmp_path: Path) -> None:
    folder = pseudo.write(tmp_path)
    for name in pseudo.PSEUDO:
        with (folder / name / "LC_MESSAGES" / "django.mo").open("rb") as file:
            made = GNUTranslations(file)
        for message in texts():
            if message.id:
                text = message.id[0] if isinstance(message.id, tuple) else message.id
                said = made.ngettext(text, "", 1) if message.pluralizable and not message.context else ""
                said = said or (made.pgettext(message.context, text) if message.context else made.gettext(text))
                assert pseudo.OPEN in said or message.pluralizable, text
