"""Talk in templates: ``{% load talk %}``."""

from collections.abc import Sequence
from typing import Any

from django import template

from karum.talk import words
from karum.talk.queries import AnswerView

register = template.Library()
register.filter("talk_reason_text", words.reason_text)
register.filter("talk_action_text", words.action_text)
register.filter("talk_side_text", words.side_text)
register.filter("talk_warning", words.warning_text)


@register.inclusion_tag("talk/_of_product.html")
def product_answers(slug: str, answers: Sequence[AnswerView], count: int) -> dict[str, Any]:
    """What a product's page shows of questions and answers: the two newest; nothing where there are none."""
    return {"answers": answers, "count": count, "slug": slug} if answers else {}
