"""Cases for the operator: who waits, why, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from karum.compliance.domain.rules import rules
from karum.compliance.models import Case, Decision, Hit, ListedParty


@dataclass(frozen=True, slots=True)
class HitView:
    """An entry that the subject may be. ``why``: of domain/scoring.Match, as it was kept; ``current``: still listed."""

    party_id: int
    list_kind: str
    key: str
    kind: str
    names: list[tuple[str, bool]]
    countries: list[str]
    births: list[tuple[str | None, str | None]]
    programmes: list[str]
    remarks: str
    file: str
    sha256: str
    place: str
    loaded_at: datetime
    current: bool
    score: int
    band: str
    why: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision, as the audit shows it. ``entry``: the list and key of whom the subject was found to be."""

    case_id: int
    subject: str
    names: list[str]
    verdict: str
    entry: str
    reason: str
    person: str
    person_id: int
    files: list[dict[str, str]]
    closes: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its entries, the likest first, and what was decided so far."""

    id: int
    subject: str
    subject_id: int | None
    names: list[str]
    countries: list[str]
    email: str
    band: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    hits: list[HitView]
    decisions: list[DecisionView]

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def waits_for_second(self) -> bool:
        """Whether one person has decided and another must agree."""
        return self.is_open and bool(self.decisions) and rules().people_needed > 1


def open_cases() -> list[CaseView]:
    """Cases that wait for a decision: the strong ones first, then the oldest."""
    return _views(Case.objects.filter(state="open").order_by("-band", "opened_at", "id"))


def closed_cases(limit: int = 50) -> list[CaseView]:
    """The cases closed last."""
    return _views(Case.objects.exclude(state="open").order_by("-closed_at", "-id")[:limit])


def access_case(case_id: int) -> CaseView:
    """One case, for operators only: the caller has asked ``access_operator``. Raises Http404."""
    found = _views(Case.objects.filter(id=case_id))
    if not found:
        raise Http404
    return found[0]


def decisions(limit: int | None = None) -> list[DecisionView]:
    """Every decision, the newest first."""
    rows = Decision.objects.select_related("case", "party").order_by("-id")
    return [_decision(row) for row in (rows if limit is None else rows[:limit])]


def _views(found: QuerySet[Case]) -> list[CaseView]:
    hits = Hit.objects.select_related("party", "party__file").order_by("-score", "id")
    decided = Decision.objects.select_related("case", "party").order_by("id")
    return [_view(row) for row in found.prefetch_related(Prefetch("hits", hits), Prefetch("decisions", decided))]


def _view(row: Case) -> CaseView:
    return CaseView(
        id=row.id,
        subject=row.subject,
        subject_id=row.subject_id,
        names=row.names,
        countries=row.countries,
        email=row.email,
        band=row.band,
        state=row.state,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        hits=[_hit(hit, hit.party) for hit in row.hits.all()],
        decisions=[_decision(one) for one in row.decisions.all()],
    )


def _hit(hit: Hit, party: ListedParty) -> HitView:
    return HitView(
        party_id=party.id,
        list_kind=party.list_kind,
        key=party.key,
        kind=party.kind,
        names=_pairs(party.names),
        countries=party.countries,
        births=_pairs(party.births),
        programmes=party.programmes,
        remarks=party.remarks,
        file=party.file.name,
        sha256=party.file.sha256,
        place=party.place,
        loaded_at=party.file.loaded_at,
        current=party.closed_at is None,
        score=hit.score,
        band=hit.band,
        why=hit.why,
    )


def _pairs(rows: Iterable[Iterable[Any]]) -> list[tuple[Any, Any]]:
    return [(first, second) for first, second in rows]


def _decision(row: Decision) -> DecisionView:
    return DecisionView(
        case_id=row.case_id,
        subject=row.case.subject,
        names=row.case.names,
        verdict=row.verdict,
        entry=str(row.party) if row.party else "",
        reason=row.reason,
        person=row.person,
        person_id=row.person_id,
        files=row.files,
        closes=row.closes,
        at=row.at,
    )
