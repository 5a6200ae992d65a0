"""Words of orders in templates: ``{% load orders %}``."""

from django import template

from karum.orders import words

register = template.Library()
register.filter("state_text", words.state_text)
register.filter("action_text", words.action_text)
register.filter("role_text", words.role_text)
register.filter("term_text", words.term_text)
