"""The log of a case: append-only, and told to both sides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from karum.disputes.domain.states import Side
from karum.disputes.events import CaseChanged
from karum.disputes.models import Case, CaseEvent
from karum.runtime import events

WORDS_MAX = 4000


def note(
    case: Case,
    action: str,
    side: Side,
    person_id: int | None,
    now: datetime,
    *,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Write what happened into the log and have both sides told; return its place. The caller saves ``case``."""
    case.steps += 1
    case.changed_at = now
    CaseEvent.objects.create(
        case=case,
        step=case.steps,
        at=now,
        action=action,
        side=side,
        person_id=person_id,
        stage=case.stage,
        words=words.strip()[:WORDS_MAX],
        facts=dict(facts or {}),
    )
    events.publish(CaseChanged(case.pk, case.steps))
    return case.steps
