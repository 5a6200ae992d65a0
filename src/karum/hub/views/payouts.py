"""Payouts: what is due, the bank file, and how far each run is."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karum.parties.queries import access_operator, businesses
from karum.payments import queries
from karum.payments.domain.payouts import NEXT_STATE, RunState
from karum.payments.services.payouts import make_payout_file, move_on


@login_required
@require_safe
def payouts(request: HttpRequest) -> HttpResponse:
    """Money that is due, by seller; and the runs so far."""
    access_operator(request.user)
    due = queries.due_payouts()
    names = businesses({d.seller_id for d in due})
    context = {
        "due": [(d, names.get(d.seller_id)) for d in due],
        "payable": any(d.has_account and not d.held for d in due),
        "runs": [(run, NEXT_STATE.get(run.state)) for run in queries.payout_runs()],
        "key": uuid4(),
        "tab": "payouts",
    }
    return render(request, "hub/payouts.html", context)


@login_required
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Make the bank file. Pressing twice makes one: the form carries the run's key."""
    person = access_operator(request.user)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        messages.error(request, _("Please press the button on this page once more."))
        return redirect("hub:payouts")
    made = make_payout_file(key, now=timezone.now(), actor_id=person.pk)
    messages.success(
        request,
        _("Payout run %(number)s is made. Download its file and give it to the bank.") % {"number": made.number},
    )
    return redirect("hub:payouts")


@login_required
@require_safe
def download(request: HttpRequest, run_id: int) -> HttpResponse:
    """The file for the bank."""
    access_operator(request.user)
    found = next((run for run in queries.payout_runs(limit=1000) if run.id == run_id), None)
    if found is None:
        raise Http404
    response = HttpResponse(found.text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


@login_required
@require_POST
def move(request: HttpRequest, run_id: int) -> HttpResponse:
    """Mark a run as sent to the bank, or as confirmed by it."""
    access_operator(request.user)
    to = request.POST.get("to", "")
    if to not in RunState.__members__.values() or not move_on(run_id, RunState(to), now=timezone.now()):
        messages.error(request, _("The run has moved on already."))
    return redirect("hub:payouts")
