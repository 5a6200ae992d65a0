"""The interface is complete in every language, and no translation loses a place for a value."""

import re
from collections.abc import Iterable

import pytest
from babel.messages.catalog import Catalog, Message

from tools.messages import LANGUAGES, catalogue, missing, texts

PLACE = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|%%")
TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return texts()


def strings(message: Message) -> Iterable[str]:
    return message.string if isinstance(message.string, (tuple, list)) else (message.string,)


def ids(message: Message) -> Iterable[str]:
    return message.id if isinstance(message.id, (tuple, list)) else (message.id,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_program_is_in_the_file(language: str, template: Catalog) -> None:
    known = catalogue(language)
    absent = [m.id for m in template if m.id and known.get(m.id, context=m.context) is None]
    assert absent == [], "run: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_in_every_plural_form(language: str) -> None:
    assert missing(catalogue(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_and_tags_are_kept(language: str) -> None:
    wrong = []
    for message in catalogue(language):
        if not message.id or not all(strings(message)):
            continue  # the empty ones are the business of the test above
        offered = {place for text in ids(message) for place in PLACE.findall(text)}
        for text in strings(message):
            used = set(PLACE.findall(text))
            if not used <= offered or (isinstance(message.id, str) and used != offered):
                wrong.append((message.id, text))
            if isinstance(message.id, str) and sorted(TAG.findall(text)) != sorted(TAG.findall(message.id)):
                wrong.append((message.id, text))
    assert wrong == []
