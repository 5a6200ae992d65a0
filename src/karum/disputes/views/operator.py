"""The hub's side: what waits for a person, her decision with reasons, and chargebacks."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karum.disputes import services
from karum.disputes.domain.losses import NotBorne, alone
from karum.disputes.domain.states import Side
from karum.disputes.queries.cases import access_case_as_operator, cases_for_hub, other_cases
from karum.disputes.queries.chargebacks import access_chargeback, chargebacks
from karum.disputes.queries.conflicts import conflicts
from karum.disputes.queries.losses import gaps
from karum.disputes.services import Doer, NotDone
from karum.disputes.services.bundle import bundle
from karum.disputes.views.page import Visit
from karum.disputes.words import cannot_text, check_text, not_borne_text
from karum.parties.queries import access_operator


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the hub, by its clock; then everything else that runs."""
    access_operator(request.user)
    context = {"waiting": cases_for_hub(), "others": other_cases(), "now": timezone.now(), "tab": "disputes"}
    return render(request, "disputes/queue.html", context)


@never_cache
@login_required
@require_safe
def case(request: HttpRequest, key: UUID) -> HttpResponse:
    """One case, with the form of its step."""
    return _visit(request, key).page()


@never_cache
@login_required
@require_POST
def act(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Take the case, propose, decide, write, add a file."""
    visit = _visit(request, key)
    if what != "take":
        return visit.post(request, what)
    person = access_operator(request.user)
    answer = services.take(visit.case.id, person, declared=bool(request.POST.get("declared")), now=timezone.now())
    if isinstance(answer, NotDone):
        messages.error(request, cannot_text(answer.reason))
    else:
        messages.success(request, _("The case is yours. Both sides were told your name."))
    return redirect(visit.home)


@login_required
@require_safe
def file(request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
    """A file of a case."""
    return _visit(request, key).file(file)


@login_required
@require_safe
def chargeback_list(request: HttpRequest) -> HttpResponse:
    """Chargebacks by the day by which the bank wants its reply."""
    access_operator(request.user)
    context = {
        "chargebacks": chargebacks(),
        "gaps": [(gap, uuid4()) for gap in gaps()],
        "alone": alone(),
        "now": timezone.now(),
        "tab": "chargebacks",
    }
    return render(request, "disputes/chargebacks.html", context)


@never_cache
@login_required
@require_safe
def chargeback_bundle(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the bank is sent: invoice, tracking, messages, as a zip."""
    access_operator(request.user)
    found = access_chargeback(key)
    response = HttpResponse(bundle(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="chargeback-{key}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def loss(request: HttpRequest, key: UUID) -> HttpResponse:
    """The hub bears what nobody else can. Pressing twice books once: the form carries a key."""
    person = access_operator(request.user)
    try:
        own = UUID(request.POST.get("key", ""))
    except ValueError:
        own = uuid4()
    answer = services.bear_loss(key, request.POST.get("reason", ""), person, key=own, now=timezone.now())
    if isinstance(answer, NotBorne):
        messages.error(request, not_borne_text(answer))
    elif answer.booked_at is None:
        messages.success(request, _("Written down. Another operator has to approve it."))
    else:
        messages.success(request, _("The hub bears it: the loss is booked."))
    return redirect("disputes:chargebacks")


@login_required
@require_POST
def loss_answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """A second person approves a loss, or somebody drops it."""
    person, now = access_operator(request.user), timezone.now()
    if request.POST.get("answer") == "approve":
        refused = services.approve_loss(key, person, now=now)
        if refused is None:
            messages.success(request, _("The hub bears it: the loss is booked."))
        else:
            messages.error(request, not_borne_text(refused))
    elif services.drop_loss(key, now=now):
        messages.success(request, _("Dropped. Nothing was booked."))
    return redirect("disputes:chargebacks")


def _visit(request: HttpRequest, key: UUID) -> Visit:
    person = access_operator(request.user)
    found = access_case_as_operator(key)

    def show(context: dict[str, Any], status: int) -> HttpResponse:
        looked = conflicts(found.row, person) if context["must_take"] else {}
        more = {"tab": "disputes", "checks": [(check_text(name), not bad) for name, bad in looked.items()]}
        return render(request, "disputes/operator_case.html", {**context, **more}, status=status)

    doer = Doer(Side.HUB, person.pk, str(person))
    return Visit(found, doer, reverse("disputes:hub_case", args=[key]), show)
