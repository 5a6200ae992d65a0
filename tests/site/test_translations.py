"""The interface is complete in every language, and no translation loses what the program puts into it."""

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.utils.translation import to_locale

from tools.catalogues import faults, problems
from tools.messages import LANGUAGES, texts


@pytest.fixture(scope="module")
def template() -> Catalog:
    return texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete_and_without_faults(language: str, template: Catalog) -> None:
    assert problems(language, template) == []


def test_every_language_of_the_interface_has_a_catalogue() -> None:
    assert {"en", *LANGUAGES} == {to_locale(code) for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize(
    ("text", "said", "fault"),
    [
        ("%(n)s is here", "ist da", "places for values differ"),
        ("%(n)s is here", "%(m)s ist da", "places for values differ"),
        ("Take <b>care</b>", "Pass auf", "tags differ"),
        ("a&nbsp;b", "a b", "entities differ"),
        ("in two\n", "in zwei", "spaces at the edges differ"),
        ("scarf", "ш\u0061рф", "letters of two alphabets in one word (ш\u0061рф)"),
    ],
)
def test_faults_are_seen(text: str, said: str, fault: str) -> None:
    assert [found for found, _said in faults(Message(text, said), Catalog(locale="ru"))] == [fault]


@pytest.mark.parametrize(
    ("language", "forms", "found"),
    [
        ("es", ("un día", "%(n)s días"), []),
        ("es", ("%(n)s día", "días"), ["places for values differ"]),
        ("fr", ("un jour", "%(n)s jours"), []),
        ("ru", ("один день", "%(n)s дня", "%(n)s дней"), ["places for values differ"]),  # 21 days are not one
        ("ru", ("%(n)s день", "%(n)s дня"), ["has 2 plural forms instead of 3"]),
        ("ar", ("لا أيام", "يوم واحد", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم"), []),
        ("ar", ("لا أيام", "يوم واحد", "يومان", "أيام", "%(n)s يومًا", "%(n)s يوم"), ["places for values differ"]),
    ],
)
def test_a_plural_form_carries_the_number_unless_it_is_for_one_number(
    language: str, forms: tuple[str, ...], found: list[str]
) -> None:
    message = Message(("a day", "%(n)s days"), forms)
    assert [fault for fault, _said in faults(message, Catalog(locale=language))] == found


def test_a_guess_is_no_translation() -> None:
    message = Message("Open", "Открыть", flags={"fuzzy"})
    assert [fault for fault, _said in faults(message, Catalog(locale="ru"))] == ["guessed (fuzzy)"]


def test_a_percentage_is_no_place_for_a_value(template: Catalog) -> None:
    message = template.get("A drink counts as not alcoholic up to 0.5 % of alcohol by volume.")
    assert message is not None
    assert "python-format" not in message.flags
