"""A person of the hub takes a case, after it was looked at whether she is free to."""

from datetime import datetime

from django.db import transaction

from karum.disputes.domain.states import HUBS, TAKEN, Side, Stage
from karum.disputes.models import Case
from karum.disputes.queries.conflicts import conflicts
from karum.disputes.services.act import CannotAct, Done, NotDone
from karum.disputes.services.log import note
from karum.parties.queries import Person


@transaction.atomic
def take(case_id: int, person: Person, *, declared: bool, now: datetime) -> Done | NotDone:
    """Make ``person`` the named neutral of the case. What was looked at, and what it showed, stands in the log.

    declared: she says that she has no interest in either side. A person with a conflict does not get the case.
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        return NotDone(CannotAct.NOT_FOUND)
    if Stage(case.stage) not in HUBS or case.neutral_id == person.pk:
        return NotDone(CannotAct.NOT_NOW)
    if not declared:
        return NotDone(CannotAct.NOT_DECLARED)
    looked = conflicts(case, person)
    if any(looked.values()):
        return NotDone(CannotAct.CONFLICT)
    case.neutral_id, case.neutral = person.pk, str(person)
    facts = {"neutral": case.neutral, "declared": True, "checks": {name: not found for name, found in looked.items()}}
    step = note(case, TAKEN, Side.HUB, person.pk, now, facts=facts)
    case.save()
    return Done(Stage(case.stage), step)
