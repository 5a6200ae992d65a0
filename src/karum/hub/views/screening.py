"""Names close to those on lists of sanctions: who waits, why, what was decided by whom, and on which lists."""

import csv
import io

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from karum.compliance.domain.rules import rules
from karum.compliance.queries import HitView, access_case, closed_cases, decisions, lists_in_force, open_cases
from karum.compliance.services.decide import NotDecided, Verdict, decide
from karum.hub.forms import DecisionForm
from karum.hub.screening_words import evidence_text, list_text, not_decided_text
from karum.parties.queries import access_operator, businesses
from karum.payments.domain.payouts import harmless

AUDIT_SHOWN = 200
COLUMNS = ("at", "case", "subject", "names", "verdict", "entry", "reason", "person", "person_id", "closes", "lists")


@login_required
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Who waits for a decision, the most pressing first; and the cases closed lately."""
    access_operator(request.user)
    context = {"open": open_cases(), "closed": closed_cases(20), "lists": lists_in_force(), "tab": "screening"}
    return render(request, "hub/screening.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case: her facts beside each entry's, what matches and what does not, and the decision."""
    person = access_operator(request.user)
    found = access_case(case_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = decide(
            case_id,
            Verdict(form.cleaned_data["verdict"]),
            reason=form.cleaned_data["reason"],
            person=person,
            now=timezone.now(),
            party_id=form.cleaned_data["party_id"],
        )
        if not isinstance(answer, NotDecided):
            done, noted = _("Decided. It stands in the audit trail."), _("Noted: a second person decides.")
            messages.success(request, done if answer.closes else noted)
            return redirect("hub:screening")
        if answer is NotDecided.CLOSED:
            messages.error(request, not_decided_text(answer))
            return redirect("hub:screening_case", case_id)
        form.add_error(None, not_decided_text(answer))
    firm_id = found.subject_id if found.subject == "business" else None
    context = {
        "case": found,
        "firm": businesses([firm_id]).get(firm_id) if firm_id else None,
        "hits": [(hit, _evidence(hit), _contradicts(hit), list_text(hit.list_kind)) for hit in found.hits],
        "form": form,
        "rules": rules(),
        "tab": "screening",
    }
    return render(request, "hub/screening_case.html", context, status=422 if form.errors else 200)


def _evidence(hit: HitView) -> list[tuple[str, float]]:
    return [(evidence_text(one["code"], one["detail"]), one["points"]) for one in hit.why["evidence"]]


def _contradicts(hit: HitView) -> bool:
    """Whether anything speaks against the match."""
    why = hit.why
    return bool(why["only_hers"] or why["only_listed"] or any(one["points"] < 0 for one in why["evidence"]))


@login_required
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Every decision: who, when, why, on which lists."""
    access_operator(request.user)
    context = {"decisions": decisions(AUDIT_SHOWN), "most": AUDIT_SHOWN, "tab": "screening"}
    return render(request, "hub/screening_audit.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All decisions as CSV (RFC 4180, UTF-8)."""
    access_operator(request.user)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in decisions():
        files = "; ".join(f"{file['kind']} {file['sha256']}" for file in one.files)
        row = (one.at.isoformat(), one.case_id, one.subject, " | ".join(one.names), one.verdict, one.entry, one.reason)
        writer.writerow([harmless(str(cell)) for cell in (*row, one.person, one.person_id, one.closes, files)])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="screening-decisions.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The lists in force: their files, their age, and the rows of them that could not be used."""
    access_operator(request.user)
    found = [(one, list_text(one.kind)) for one in lists_in_force()]
    return render(request, "hub/screening_lists.html", {"lists": found, "rules": rules(), "tab": "screening"})
