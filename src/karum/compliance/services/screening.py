"""Screen somebody against the lists in force: clear, or a case for a person to decide."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from karum.compliance.domain.rules import Band, rules
from karum.compliance.domain.scoring import Subject
from karum.compliance.models import Case, Hit, ListFile, Screening
from karum.compliance.queries.candidates import Found, find_all
from karum.parties.queries import business, full_name_of, members


class Outcome(StrEnum):
    """What a screening means for what she was about to do."""

    CLEAR = "clear"
    REVIEW = "review"  # a person looks at it first
    STRONG = "strong"  # the same, and nothing else goes on meanwhile
    BLOCKED = "blocked"  # a person has looked: she is listed


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys and who receives. person_id: of somebody signed in; email and language: where the answer goes."""

    names: tuple[str, ...]
    company: str
    country: str
    email: str
    language: str
    person_id: int | None = None


def screen_buyer(buyer: Buyer, *, now: datetime) -> Outcome:
    """Screen a buyer and the one to whom it goes, before the money is taken. Without any list everybody is clear."""
    if not ListFile.objects.exists():
        return Outcome.CLEAR
    own = full_name_of(buyer.person_id) if buyer.person_id else ""
    people = tuple(dict.fromkeys(name.strip() for name in (*buyer.names, own) if name.strip()))
    subjects = [Subject((name,), "", (buyer.country,)) for name in people]
    if buyer.company.strip():
        subjects.append(Subject((buyer.company.strip(),), "entity", (buyer.country,)))
    return _screen("buyer", buyer.person_id, subjects, now=now, email=buyer.email, language=buyer.language)


def screen_business(business_id: int, *, now: datetime) -> Outcome:
    """Screen a business: its names, and everybody who works in it. Raises KeyError when there is none."""
    card = business(business_id)
    countries = tuple(dict.fromkeys(code for code in (card.country, card.address.country) if code))
    subjects = [Subject(tuple(dict.fromkeys([card.legal_name, card.name])), "", countries)]
    people = dict.fromkeys(one.full_name.strip() for one in members(business_id) if one.full_name.strip())
    subjects += [Subject((name,), "person", ()) for name in people]
    return _screen("business", business_id, subjects, now=now, language=card.language)


def _screen(
    kind: str,
    subject_id: int | None,
    subjects: Sequence[Subject],
    *,
    now: datetime,
    language: str,
    email: str = "",
) -> Outcome:
    files = list(ListFile.objects.order_by("kind", "-id").distinct("kind").values_list("id", flat=True))
    if not files:
        return Outcome.CLEAR
    found = find_all(subjects, rules())
    digest = _digest(kind, subject_id, email, subjects)
    with transaction.atomic():
        _lapse(kind, subject_id, digest, now=now)
        outcome, new = _known(digest, found)
        if new:
            names = [name for subject in subjects for name in subject.names]
            countries = sorted({code for subject in subjects for code in subject.countries})
            _open(
                Case(
                    subject=kind,
                    subject_id=subject_id,
                    digest=digest,
                    names=list(dict.fromkeys(names)),
                    countries=countries,
                    email=email,
                    language=language,
                    band=_strongest(new).value,
                    opened_at=now,
                ),
                new,
            )
        Screening.objects.create(
            subject=kind,
            subject_id=subject_id,
            digest=digest,
            band=outcome.value,
            files=files,
            rules_version=rules().version,
            at=now,
        )
    return outcome


def _known(digest: str, found: Sequence[Found]) -> tuple[Outcome, list[Found]]:
    """What decisions about the same facts and entries say already, and the entries that nobody has looked at."""
    if not found:
        return Outcome.CLEAR, []
    decided = dict(
        Hit.objects.filter(
            case__digest=digest, party_id__in=[one.party_id for one in found], case__state__in=["cleared", "blocked"]
        )
        .order_by("case__closed_at")
        .values_list("party_id", "case__state")
    )
    new = [one for one in found if one.party_id not in decided]
    if "blocked" in decided.values():
        return Outcome.BLOCKED, []
    return (Outcome(_strongest(new).value), new) if new else (Outcome.CLEAR, [])


def _open(case: Case, found: Sequence[Found]) -> None:
    """Open the case, or add to the one that is open for the same facts."""
    kept = Case.objects.filter(subject=case.subject, digest=case.digest, state="open").first()
    if kept is None:
        try:
            with transaction.atomic():
                case.save()
            kept = case
        except IntegrityError:  # another request of hers opened it just now
            kept = Case.objects.get(subject=case.subject, digest=case.digest, state="open")
    if case.band == Band.STRONG and kept.band != Band.STRONG:
        Case.objects.filter(id=kept.id).update(band=case.band)
    Hit.objects.bulk_create(
        (
            Hit(
                case=kept,
                party_id=one.party_id,
                score=one.match.score,
                band=one.match.band.value,
                why=asdict(one.match),
            )
            for one in found
        ),
        ignore_conflicts=True,
    )


def _lapse(kind: str, subject_id: int | None, digest: str, *, now: datetime) -> None:
    """End the cases of the subject all of whose entries have left their lists: there is nothing to decide any more."""
    cases = Case.objects.filter(subject=kind, state__in=["open", "blocked"])
    cases = cases.filter(subject_id=subject_id) if kind == "business" else cases.filter(digest=digest)
    still = Hit.objects.filter(party__closed_at=None).values("case_id")
    cases.exclude(id__in=still).update(state="lapsed", closed_at=now)


def _strongest(found: Sequence[Found]) -> Band:
    return Band.STRONG if any(one.match.band is Band.STRONG for one in found) else Band.REVIEW


def _digest(kind: str, subject_id: int | None, email: str, subjects: Sequence[Subject]) -> str:
    """Stands for who was screened: a decision holds for the same person with the same facts, and for nobody else."""
    said = [kind, subject_id, email.casefold(), [asdict(subject) for subject in subjects]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
