"""What happens by itself when a term of a case runs out."""

import logging
from datetime import datetime

from karum.disputes.domain.states import ON_TERM, Stage
from karum.disputes.models import Case
from karum.disputes.services.act import CLOCK, Done, act

log = logging.getLogger(__name__)
_MOVING = [stage for stage, (_field, action) in ON_TERM.items() if action is not None]


def run_clocks(*, now: datetime, limit: int = 200) -> int:
    """Do what the terms that ran out ask for, the oldest first; return how many cases moved. Each is a commit of its
    own: one that fails holds nobody up."""
    due = Case.objects.filter(due_at__lte=now, stage__in=_MOVING).order_by("due_at").values_list("id", "stage", "steps")
    moved = 0
    for case_id, stage, steps in due[:limit]:
        action = ON_TERM[Stage(stage)][1]
        assert action is not None
        try:
            moved += isinstance(act(case_id, action, CLOCK, now=now, seen=steps), Done)
        except Exception:
            log.exception("The term of case %s ran out, and what it asks for failed.", case_id)
    return moved
