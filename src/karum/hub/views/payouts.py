"""Payouts: what is due, the bank file, and how far each run is."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karum.banking.pain import NotAnOrder
from karum.parties.queries import access_operator, businesses
from karum.payments import queries
from karum.payments.domain.payouts import AT_THE_BANK, CANCELLABLE, GONE, NEXT_STATE, NotMoved, RunState
from karum.payments.queries import OrderFile, PayoutFile
from karum.payments.services import approve_run, cancel_run, fetch_run, make_payout_file, move_on, return_payout


@login_required
@require_safe
def payouts(request: HttpRequest) -> HttpResponse:
    """Money that is due, by seller; and the runs so far."""
    person = access_operator(request.user)
    due = queries.due_payouts()
    names = businesses({d.seller_id for d in due})
    context = {
        "due": [(d, names.get(d.seller_id)) for d in due],
        "payable": any(d.is_payable for d in due),
        "runs": [
            {
                "run": run,
                "next": NEXT_STATE.get(run.state),
                "mine": run.made_by_id == person.pk,
                "cancellable": run.state in CANCELLABLE and (not run.fetched_at or run.fetched_by_id != person.pk),
                "files": _files(run),
                "fetchable": run.state in AT_THE_BANK,
                "returnable": run.state in GONE,
            }
            for run in queries.payout_runs()
        ],
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
        _("Payout run %(number)s is prepared. Another operator has to approve it.") % {"number": made.number},
    )
    return redirect("hub:payouts")


@login_required
@require_safe
def download(request: HttpRequest, run_id: int) -> HttpResponse:
    """The lines of an approved run as CSV."""
    run = _fetched(run_id, access_operator(request.user).pk)
    return _attached(run.text.encode(), "text/csv; charset=utf-8", run.name)


@login_required
@require_safe
def orders(request: HttpRequest, run_id: int, slug: str) -> HttpResponse:
    """An approved run's payment orders for the bank (pain.001): ``sepa``, or a currency."""
    run = _fetched(run_id, access_operator(request.user).pk)
    try:
        made = queries.order_file(run, slug)
    except NotAnOrder as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    if made is None:
        raise Http404
    return _attached(made, "application/xml", f"{run.number}-{slug.upper()}.xml")


@login_required
@require_POST
def move(request: HttpRequest, run_id: int) -> HttpResponse:
    """Approve a run as its second person, mark it as sent or confirmed, or cancel it."""
    person = access_operator(request.user)
    to, now = request.POST.get("to", ""), timezone.now()
    if to == RunState.APPROVED:
        answer = approve_run(run_id, person.pk, now=now)
        done = answer is None
        if answer is NotMoved.SAME_PERSON:
            messages.error(request, _("You prepared this run: another operator has to approve it."))
            return redirect("hub:payouts")
    elif to == RunState.CANCELLED:
        done = cancel_run(run_id, now=now, person_id=person.pk)
    else:
        done = to in RunState.__members__.values() and move_on(run_id, RunState(to), now=now)
    if not done:
        messages.error(request, _("The run has moved on already."))
    return redirect("hub:payouts")


@login_required
@require_POST
def returned(request: HttpRequest, run_id: int) -> HttpResponse:
    """The bank did not pay one line of a run, or sent it back: the money is the seller's again."""
    access_operator(request.user)
    reason = request.POST.get("reason", "").replace("\0", "").strip()
    payout = request.POST.get("payout", "")
    known = {str(line.id) for run in queries.payout_runs(limit=1000) if run.id == run_id for line in run.lines}
    if not reason:
        messages.error(request, _("Say why: the seller reads it."))
    elif payout not in known or not return_payout(int(payout), reason, now=timezone.now()):
        messages.error(request, _("This payout cannot come back any more."))
    else:
        messages.success(request, _("The money is the seller's again, and she was told."))
    return redirect("hub:payouts")


def _fetched(run_id: int, person_id: int) -> PayoutFile:
    """Nothing goes to the bank before a second person said yes; who fetched it first is written down."""
    found = fetch_run(run_id, person_id, now=timezone.now())
    if found is None:
        raise Http404
    return found


def _files(run: PayoutFile) -> list[OrderFile]:
    return queries.order_files(run) if run.state in AT_THE_BANK else []


def _attached(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
