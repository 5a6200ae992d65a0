"""A firm's story in the reader's language: translated by a person where somebody did, else in the firm's own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from karum.parties.models import BusinessStory, StoryState
from karum.parties.queries.firms import BusinessCard


@dataclass(frozen=True, slots=True)
class Story:
    """A translation of a firm's story. ``state``: ``human``, or ``machine``, which nobody sees unasked."""

    language: str
    text: str
    author: str
    state: str


def stories_of(business_id: int) -> list[Story]:
    """Return the translations of a firm's story, by language."""
    rows = BusinessStory.objects.filter(business_id=business_id).order_by("language")
    return [Story(row.language, row.text, row.author, row.state) for row in rows]


def translated_story(card: BusinessCard, language: str) -> Story | None:
    """Return the firm's story as a person translated it into ``language``; None where its own words are to be shown."""
    if language == card.language:
        return None
    return next(
        (one for one in stories_of(card.id) if one.language == language and one.state == StoryState.HUMAN), None
    )


def with_stories_in(cards: Iterable[BusinessCard], language: str) -> list[BusinessCard]:
    """Return the cards, each with its story in ``language`` where a person translated it; ``language`` says which."""
    cards = list(cards)
    wanted = [card.id for card in cards if card.language != language]
    rows = BusinessStory.objects.filter(business_id__in=wanted, language=language, state=StoryState.HUMAN)
    found = dict(rows.values_list("business_id", "text"))
    return [replace(card, story=found[card.id], language=language) if card.id in found else card for card in cards]
