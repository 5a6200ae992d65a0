"""The books: trial balance, and the journal for an accountant's program."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from karum.hub import queries
from karum.ledger.export import hledger
from karum.ledger.queries import settled_postings, wrong_balances
from karum.parties.queries import access_operator


@login_required
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """Every kind of account by currency; the last line of each is zero, or something is broken.

    ``?day=2026-10-31``: as the books stood at the end of that day, in UTC.
    """
    access_operator(request.user)
    day = _day(request.GET.get("day", ""))
    context = {"currencies": queries.trial_balance(day), "wrong": wrong_balances(), "day": day, "tab": "books"}
    return render(request, "hub/books.html", context)


@login_required
@require_safe
def journal(request: HttpRequest) -> StreamingHttpResponse:
    """All transfers that moved money, as hledger reads them."""
    access_operator(request.user)
    response = StreamingHttpResponse(hledger(settled_postings()), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="karum.journal"'
    return response


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
