"""Firms and what was verified about them: dated statements, never a bare tick."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karum.hub.forms import VerificationForm
from karum.parties.queries import BusinessCard, access_operator, all_businesses, verifications
from karum.parties.services import Refused, verify, withdraw_verification
from karum.parties.speech import translated
from karum.payments.domain.tiers import tiers
from karum.payments.queries import tier_history, tier_of
from karum.payments.services import decide_tier


@login_required
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """Every firm, those without a current verification first."""
    access_operator(request.user)
    cards = sorted(all_businesses(active_only=False), key=lambda card: card.verified)
    return render(request, "hub/firms.html", {"firms": cards, "tab": "firms"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def firm(request: HttpRequest, slug: str) -> HttpResponse:
    """One firm: who they are, what was checked, and the form for a new statement."""
    person = access_operator(request.user)
    card = _firm(slug)
    form = VerificationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = verify(
            card.id, **form.cleaned_data, checked_by=str(person), checked_on=timezone.localdate(), operator=person
        )
        if not isinstance(answer, Refused):
            messages.success(request, _("The statement is on record."))
            return redirect("hub:firm", slug)
        for name, message in answer.messages.items():
            form.add_error(name if name in form.fields else None, translated(message))
    context = {
        "firm": card,
        "statements": verifications(card.id),
        "form": form,
        "limits": tier_of(card.id, now=timezone.now()),
        "tiers": tiers(),
        "decisions": tier_history(card.id),
        "tab": "firms",
    }
    return render(request, "hub/firm.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """A statement that no longer holds stays on record with the reason of its end."""
    access_operator(request.user)
    card, why = _firm(slug), request.POST.get("why", "").replace("\0", "").strip()
    if not why:
        messages.error(request, _("Say why the statement no longer holds."))
    elif request.POST.get("id", "") in {str(statement.id) for statement in verifications(card.id)}:
        withdraw_verification(card.id, int(request.POST["id"]), why)
        messages.success(request, _("The statement is withdrawn."))
    return redirect("hub:firm", slug)


@login_required
@require_POST
def tier(request: HttpRequest, slug: str) -> HttpResponse:
    """Raise or lower what the firm may be paid, with a note of what was seen."""
    person = access_operator(request.user)
    card, note = _firm(slug), request.POST.get("note", "")
    if decide_tier(card.id, request.POST.get("tier", ""), note, person_id=person.pk, now=timezone.now()):
        messages.success(request, _("Decided. It stands in the audit trail."))
    else:
        messages.error(request, _("Choose a tier, and say what you have seen."))
    return redirect("hub:firm", slug)


def _firm(slug: str) -> BusinessCard:
    found = next((card for card in all_businesses(active_only=False) if card.slug == slug), None)
    if found is None:
        raise Http404
    return found
