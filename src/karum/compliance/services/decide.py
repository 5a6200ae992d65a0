"""A person decides a case: the same as a listed one, or not; with her reason, written once."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from karum.compliance import letters
from karum.compliance.domain.rules import rules
from karum.compliance.models import Case, Decision, Hit
from karum.compliance.queries.lists import lists_in_force
from karum.parties.queries import Person


class Verdict(StrEnum):
    """SAME blocks, DIFFERENT clears."""

    SAME = "same"
    DIFFERENT = "different"


class NotDecided(StrEnum):
    """Why nothing was decided."""

    CLOSED = "closed"
    NO_REASON = "no_reason"
    NO_ENTRY = "no_entry"  # the same as whom?
    SECOND_PERSON = "second_person"  # the one who decided first cannot agree with herself


@transaction.atomic
def decide(
    case_id: int, verdict: Verdict, *, reason: str, person: Person, now: datetime, party_id: int | None = None
) -> Decision | NotDecided:
    """Put the decision on record; it closes the case when as many people agree as the rules ask for.

    party_id: the entry that the subject is, for SAME. A case that closes is told to the one whom it concerns.
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None or case.state != "open":
        return NotDecided.CLOSED
    if not reason.strip():
        return NotDecided.NO_REASON
    if verdict is Verdict.SAME and not Hit.objects.filter(case=case, party_id=party_id).exists():
        return NotDecided.NO_ENTRY
    others = _standing(case)
    if rules().people_needed > 1 and others.get(person.pk) == verdict:
        return NotDecided.SECOND_PERSON
    agree = {person.pk, *(one for one, said in others.items() if said == verdict)}
    decision = Decision.objects.create(
        case=case,
        verdict=verdict.value,
        party_id=party_id if verdict is Verdict.SAME else None,
        reason=reason.strip(),
        person_id=person.pk,
        person=str(person),
        files=[
            {"kind": one.kind, "name": one.name, "sha256": one.sha256, "loaded_at": one.loaded_at.isoformat()}
            for one in lists_in_force()
        ],
        closes=len(agree) >= rules().people_needed,
        at=now,
    )
    if decision.closes:
        case.state = "blocked" if verdict is Verdict.SAME else "cleared"
        case.closed_at = now
        case.save()
        letters.tell(case)
    return decision


def _standing(case: Case) -> dict[int, str]:
    """What each person said last."""
    return dict(Decision.objects.filter(case=case).order_by("id").values_list("person_id", "verdict"))
