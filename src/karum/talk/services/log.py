"""The audit trail of talk."""

from datetime import datetime

from karum.talk.models import Conversation, TalkEvent


def note(
    row: Conversation,
    action: str,
    side: str,
    person_id: int | None,
    now: datetime,
    *,
    words: str = "",
    reason: str = "",
) -> None:
    """Write what was done beside the messages."""
    TalkEvent.objects.create(
        conversation=row, at=now, action=action, side=side, person_id=person_id, words=words, reason=reason
    )
