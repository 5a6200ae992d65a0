"""The manual says the figures of the program."""

from pathlib import Path

from karum.reviews.domain.terms import terms as review_terms
from karum.talk.domain.terms import terms as talk_terms

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "reviews-and-questions.md"


def test_the_manual_names_every_term_as_it_is() -> None:
    page = " ".join(PAGE.read_text().split())
    reviews, talk = review_terms(), talk_terms()
    for sentence in (
        f"only after arrival, for {reviews.write_days} days",
        f"the author may change it for {reviews.edit_days} days",
        f"an average is shown from {reviews.average_min} reviews on",
        f"forgotten after {talk.confirm_hours} hours",
        f"should answer within {talk.answer_hours} hours",
        f"of the last {talk.speed_days} days",
        f"from {talk.speed_min} answers on",
        f"{talk.in_a_row_max} messages of one side",
    ):
        assert sentence in page, sentence
