"""Classification help: the shortlist, its reasons, its questions, in any of the languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karum.rules.classify import classify, to_json, version
from karum.rules.classify.facets import facets
from karum.rules.queries import hs_texts


def codes(text: str, language: str | None = None, limit: int = 10, **answers: str) -> list[str]:
    return [candidate.code for candidate in classify(text, language, limit, answers=answers).candidates]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Roasted coffee beans 250 g", "090121"), ("Blue stoneware mug", "691200"), ("Handwoven silk scarf", "621410"),
        ("Wildflower honey", "040900"), ("Green tea", "090210"), ("Beeswax candle", "340600"),
        ("Alpaca blanket", "630120"), ("Olive oil soap", "340111"), ("Leather wallet", "420231"),
    ],
)  # fmt: skip
def test_ordinary_words_find_their_code_first(words: str, code: str) -> None:
    assert codes(words, "en")[0] == code


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "silk scarf"), ("fr", "foulard en soie"), ("ar", "وشاح حرير"), ("zh", "真丝围巾"), ("zh-hans", "真丝围巾"),
     ("sw", "skafu ya hariri"), ("es", "bufanda de seda"), ("pt", "lenço de seda"),
     ("ru", "шёлковый платок"), ("id", "selendang sutra"), ("hi", "रेशमी दुपट्टा")],
)  # fmt: skip
def test_the_same_thing_has_the_same_code_in_every_language(language: str, words: str) -> None:
    assert codes(words, language)[0] == "621410"
    assert codes(words)[0] == "621410"  # and when nobody says which language it is


def test_the_thing_itself_counts_more_than_what_it_holds_or_is_held_by() -> None:
    assert codes("coffee mug", "en")[0][:4] in ("6912", "6911")
    assert codes("mug with coffee", "en")[0][:4] in ("6912", "6911")
    assert codes("tasse à café", "fr")[0][:4] in ("6912", "6911")
    assert codes("box of tea", "en")[0][:4] == "0902"
    assert codes("honey in a glass jar", "en")[0] == "040900"
    assert codes("almonds without shell", "en")[0] == "080212"


def test_the_material_decides_between_headings() -> None:
    bowls = {"wooden": "4419", "stainless steel": "7323", "plastic": "3924", "porcelain": "6911", "copper": "7418"}
    for material, heading in bowls.items():
        assert codes(f"{material} bowl", "en")[0][:4] == heading, material
    assert codes("wooden car", "en")[0] == "950300"
    assert codes("felt elephant", "en")[0] == "950300"


def test_slips_are_mended_and_told() -> None:
    found = classify("cottn tshirt", "en")
    assert found.read_as == {"cottn": "cotton"}
    assert found.candidates[0].code == "610910"


def test_what_a_text_rules_out_is_no_match() -> None:
    assert codes("decaffeinated coffee", "en")[0] in ("090122", "090112")
    assert "610990" not in codes("cotton T-shirt", "en", 1)
    why = {reason.code for candidate in classify("cotton T-shirt", "en").candidates[1:] for reason in candidate.why}
    assert "against" in why


def test_an_answer_drops_what_stands_against_it_and_is_not_asked_again() -> None:
    before = classify("cotton shirt", "en")
    questions = {question.name: question for question in before.questions}
    assert {"knit", "wearer"} <= set(questions)
    assert all(len(question.choices) >= 2 for question in before.questions)
    after = classify("cotton shirt", "en", answers={"knit": "woven", "wearer": "women"})
    assert [candidate.heading for candidate in after.candidates if candidate.score > 0.5] == ["6206"]
    assert {question.name for question in after.questions if not question.given}.isdisjoint({"knit", "wearer"})
    assert {candidate.code for candidate in after.candidates}.isdisjoint({"620520", "610510"})


def test_what_the_words_tell_is_not_asked() -> None:
    assert "knit" not in {question.name for question in classify("knitted cotton shirt", "en").questions}
    assert classify("knitted cotton shirt", "en").understood == {"knit": "knitted", "material": "cotton"}


def test_unknown_answers_and_facets_are_passed_over() -> None:
    assert codes("cotton shirt", "en", nonsense="yes", knit="perhaps") == codes("cotton shirt", "en")


def test_unknown_words_give_an_empty_list() -> None:
    found = classify("qqqq zzzz", "en")
    assert (found.candidates, found.questions, found.notes) == ((), (), ())
    assert classify("").candidates == ()


def test_the_notes_that_decide_come_along() -> None:
    assert "Chapter 62 note 8" in [note.reference for note in classify("silk scarf", "en").notes]
    assert "Section XI subheading note 2" in [note.reference for note in classify("silk scarf", "en").notes]


def test_json_says_that_nobody_has_confirmed() -> None:
    plain = to_json(classify("cotton T-shirt", "en"))
    assert plain["confirmed"] is False
    assert plain["version"] == version()
    first = plain["candidates"][0]
    assert (first["code"], first["heading"], first["score"]) == ("610910", "6109", 1.0)
    assert "“cotton”" in " ".join(why["text"] for why in first["why"])


@settings(deadline=None)
@given(
    st.text(max_size=400),
    st.sampled_from([None, "en", "fr", "ar", "zh-hans", "sw", "hi", "ru", "id", "xx", "EN-gb"]),
)
def test_any_text_is_answered_with_known_codes_in_order(text: str, language: str | None) -> None:
    found = classify(text, language, 20)
    assert len(found.candidates) <= 20
    assert all(candidate.code in hs_texts() and 0 < candidate.score <= 1 for candidate in found.candidates)
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert classify(text, language, 20) == found


@settings(deadline=None)
@given(st.sampled_from(["cotton shirt", "coffee", "leather boots", "wine", "scarf", "glass", "rug", "tea"]))
def test_each_choice_keeps_something_and_narrows(words: str) -> None:
    before = set(codes(words, "en", 200))
    for question in classify(words, "en").questions:
        for choice in question.choices:
            after = set(codes(words, "en", 200, **{question.name: choice.name}))
            assert after, (question.name, choice.name)
            assert choice.name in facets()[question.name].answers
        kept = [set(codes(words, "en", 200, **{question.name: choice.name})) for choice in question.choices]
        assert any(before - each for each in kept), question.name
