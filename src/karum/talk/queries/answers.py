"""Answers that everybody may read, and how fast a shop answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from karum.talk.domain.terms import terms
from karum.talk.models import Message, PublicAnswer


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question without a name, and the shop's answer."""

    question: Message
    answer: Message
    seller_id: int
    published_at: datetime


def public_answers(product_id: int, *, limit: int = 3, offset: int = 0) -> tuple[list[AnswerView], int]:
    """The newest published answers about a product, and how many there are: one read, none more when it is empty."""
    rows = PublicAnswer.objects.filter(product_id=product_id, withdrawn_at=None).order_by("-published_at", "-id")
    found = list(rows.select_related("question", "answer")[offset : offset + limit])
    full = len(found) == limit or offset
    views = [AnswerView(row.question, row.answer, row.seller_id, row.published_at) for row in found]
    return views, rows.count() if full else len(found)


def answer_speed(seller_id: int, *, now: datetime) -> timedelta | None:
    """Half of the shop's first answers of the last months came faster than this; None where there were too few."""
    since = now - timedelta(days=terms().speed_days)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_after_s) FROM talk_conversation"
            " WHERE seller_id = %s AND last_at > %s AND answered_after_s IS NOT NULL",
            [seller_id, since],
        )
        count, median = cursor.fetchone() or (0, 0)
    return timedelta(seconds=float(median or 0)) if count >= terms().speed_min else None
