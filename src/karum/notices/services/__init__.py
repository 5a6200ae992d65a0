"""Writes about notices. ``tell`` is the one way in which the hub tells people something."""

from karum.notices.domain.kinds import Kind
from karum.notices.domain.texts import Text
from karum.notices.services.tell import tell

__all__ = ["Kind", "Text", "tell"]
