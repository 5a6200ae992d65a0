"""Words of orders in templates: ``{% load orders %}``."""

from django import template

from karum.orders import words
from karum.orders.queries import OrderView

register = template.Library()
register.filter("state_text", words.state_text)
register.filter("stands_text", words.stands_text)
register.filter("action_text", words.action_text)
register.filter("role_text", words.role_text)
register.filter("whose_text", words.whose_text)
register.filter("rule_text", words.rule_text)
register.filter("stop_text", words.stop_text)


@register.filter
def term_text(order: OrderView, moment: str) -> str:
    """The term of an order as a sentence; ``moment`` is when it runs out, as text. Empty when there is none."""
    return words.term_text(order.state) % {"moment": moment} if order.due_at else ""
