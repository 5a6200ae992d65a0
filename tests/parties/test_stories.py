"""Firms' stories in other languages: rows with an author, and the own words where nobody translated them."""

import pytest

from karum.parties import queries, services
from karum.parties.queries import BusinessCard
from karum.seeds.factories import make_business

pytestmark = pytest.mark.django_db


def firm(story: str) -> BusinessCard:
    return services.edit_business(make_business(ships=False).id, language="fr", story=story)


def test_a_story_is_shown_in_the_reader_s_language_where_somebody_translated_it() -> None:
    card = firm("Un atelier.")
    assert queries.translated_story(card, "en") is None
    assert services.save_story(card.id, "en", " A workshop. ", author="Ana")
    told = queries.translated_story(card, "en")
    assert told is not None
    assert (told.text, told.author, told.state) == ("A workshop.", "Ana", "human")
    assert queries.translated_story(card, "fr") is None  # its own words
    assert queries.translated_story(card, "sw") is None


def test_cards_in_a_list_take_their_stories_in_one_language() -> None:
    told, untold = firm("Un atelier."), firm("Deux.")
    services.save_story(told.id, "en", "A workshop.", author="Ana")
    cards = queries.with_stories_in([told, untold], "en")
    assert [(card.story, card.language) for card in cards] == [("A workshop.", "en"), ("Deux.", "fr")]


def test_the_own_language_is_the_original_and_an_empty_translation_goes() -> None:
    card = firm("Un atelier.")
    assert not services.save_story(card.id, "fr", "Autre", author="Ana")
    services.save_story(card.id, "en", "A workshop.", author="Ana")
    services.save_story(card.id, "en", "A small workshop.", author="Ben")
    (kept,) = queries.stories_of(card.id)
    assert (kept.language, kept.text, kept.author) == ("en", "A small workshop.", "Ben")
    services.save_story(card.id, "en", " ", author="Ben")
    assert queries.stories_of(card.id) == []
