"""Filters of the reports' templates: ``{% load reports %}``."""

from django import template

from karum.reports import words

register = template.Library()
register.filter("row_words", words.row_text)
register.filter("scheme_words", words.scheme_text)
register.filter("kind_words", words.kind_text)
register.filter("purpose_words", words.purpose_text)
register.filter("side_words", words.side_text)
register.filter("age_words", words.age_text)
