"""What somebody says in a case beside its acts."""

from datetime import datetime

from django.db import transaction

from karum.disputes.domain.states import SAID, Stage
from karum.disputes.models import Case
from karum.disputes.services.act import CannotAct, Doer, Done, NotDone
from karum.disputes.services.log import note


@transaction.atomic
def say(case_id: int, doer: Doer, words: str, *, now: datetime) -> Done | NotDone:
    """Put words into the log; the other side gets a letter. No clock moves by it."""
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        return NotDone(CannotAct.NOT_FOUND)
    if case.closed_at is not None:
        return NotDone(CannotAct.NOT_NOW)
    if not words.strip():
        return NotDone(CannotAct.NO_WORDS)
    step = note(case, SAID, doer.side, doer.person_id, now, words=words)
    case.save()
    return Done(Stage(case.stage), step)
