"""Answers that everybody may read, and how fast a shop answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection
from django.db.models import Count

from karum.runtime.sql import statement
from karum.talk.domain.terms import terms
from karum.talk.models import Message, PublicAnswer

_public_count = statement(Path(__file__).parent.parent / "sql", "public_count")


ON_PAGE = 2
"""Answers that a product's own page shows."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question without a name, and the shop's answer."""

    question: Message
    answer: Message
    seller_id: int
    published_at: datetime


def public_answers(product_id: int, *, limit: int = ON_PAGE, offset: int = 0) -> tuple[list[AnswerView], int]:
    """The newest published answers about a product, and how many there are: one small read where there is none."""
    ((count,),) = _public_count({"product_id": product_id})
    if not count:
        return [], 0
    rows = PublicAnswer.objects.filter(product_id=product_id, withdrawn_at=None).order_by("-published_at", "-id")
    found = rows.select_related("question", "answer")[offset : offset + limit]
    return [AnswerView(row.question, row.answer, row.seller_id, row.published_at) for row in found], count


def much_answered(limit: int) -> list[int]:
    """Products with more published answers than their own page shows, at most so many, the newest products first."""
    rows = PublicAnswer.objects.filter(withdrawn_at=None).values("product_id").annotate(count=Count("id"))
    found = rows.filter(count__gt=ON_PAGE).order_by("-product_id")
    return list(found.values_list("product_id", flat=True)[:limit])


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
