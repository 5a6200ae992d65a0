"""Writes of reviews. Other packages come in through this door."""

from karum.reviews.services.answer import reply, report, translate
from karum.reviews.services.decide import hide, keep, show_again
from karum.reviews.services.write import Said, edit, write

__all__ = ["Said", "edit", "hide", "keep", "reply", "report", "show_again", "translate", "write"]
