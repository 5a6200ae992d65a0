"""Statements of the hub's bank: load one, decide what waits, and compare the bank with the ledger."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from karum.banking import BadStatement
from karum.banking.statements import BYTES_MAX
from karum.hub.forms import EntryForm
from karum.parties.queries import access_operator
from karum.payments.domain.matching import EntryState
from karum.payments.queries.own import own_accounts
from karum.payments.queries.reconcile import reconciliation
from karum.payments.queries.statements import bank_entry, bank_files, entries_to_decide
from karum.payments.services.bank_queue import Decision, NotDecided, decide_entry
from karum.payments.services.statements import load_statement


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest) -> HttpResponse:
    """Load a file; what waits for a person; the files so far."""
    person = access_operator(request.user)
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            error = _("Choose the file that your bank gave you.")
        elif file.size is None or file.size > BYTES_MAX:
            error = _("The file is too large. Ask the bank for shorter periods.")
        else:
            try:
                loaded = load_statement(file.read(), file.name or "statement", now=timezone.now(), actor_id=person.pk)
            except BadStatement as refusal:
                error = str(refusal)
            else:
                _say(request, loaded.known, loaded.fresh, loaded.matched, loaded.broken)
                return redirect("hub:statements")
    context = {
        "waiting": entries_to_decide(),
        "files": bank_files(),
        "accounts": own_accounts(),
        "error": error,
        "tab": "statements",
    }
    return render(request, "hub/statements.html", context, status=422 if error else 200)


def _say(request: HttpRequest, known: bool, fresh: int, matched: int, broken: int) -> None:
    if known:
        messages.info(request, _("This very file was loaded before. Nothing was done."))
        return
    said = ngettext(
        "%(fresh)s new movement, %(matched)s matched.", "%(fresh)s new movements, %(matched)s matched.", fresh
    )
    messages.success(request, said % {"fresh": fresh, "matched": matched})
    if broken:
        messages.warning(request, _("Parts of the file could not be used. They are listed with the file."))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One movement: what the bank says, what it may be, and the decision."""
    person = access_operator(request.user)
    found = bank_entry(entry_id)
    if found is None:
        raise Http404
    form = EntryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        refused = decide_entry(
            entry_id,
            Decision(form.cleaned_data["decision"]),
            target=form.cleaned_data["target"],
            note=form.cleaned_data["note"],
            person_id=person.pk,
            now=timezone.now(),
        )
        if refused is None:
            messages.success(request, _("Decided. It stands in the audit trail."))
            return redirect("hub:statements")
        if refused is NotDecided.CLOSED:
            messages.error(request, _("This movement was decided already."))
            return redirect("hub:bank_entry", entry_id)
        form.add_error(None, _("That does not fit this movement: amount, currency and direction must be the same."))
    context = {
        "entry": found,
        "form": form,
        "open": found.state is not EntryState.MATCHED,
        "incoming": found.amount.minor > 0,
        "tab": "statements",
    }
    return render(request, "hub/bank_entry.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def reconcile(request: HttpRequest) -> HttpResponse:
    """For each currency: the bank's balance, the ledger's, and what lies between them."""
    access_operator(request.user)
    return render(request, "hub/reconcile.html", {"currencies": reconciliation(), "tab": "reconcile"})
