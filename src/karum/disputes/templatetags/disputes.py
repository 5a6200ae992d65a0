"""Words of cases in templates: ``{% load disputes %}``."""

from django import template

from karum.disputes import words

register = template.Library()
for _name in (
    "kind_text",
    "problem_text",
    "wanted_text",
    "stage_text",
    "outcome_text",
    "side_text",
    "event_text",
    "check_text",
):
    register.filter(f"case_{_name}", getattr(words, _name))
