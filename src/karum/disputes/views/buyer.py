"""The buyer's side: something is wrong, and the case about it. She holds her order's token; nobody else has it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karum.disputes import services
from karum.disputes.domain.opening import NotOpened, last_moment, may_open
from karum.disputes.domain.states import Kind, Problem, Side, Wanted
from karum.disputes.domain.terms import terms
from karum.disputes.forms import ProblemForm
from karum.disputes.models import Case
from karum.disputes.queries.cases import access_case_as_buyer, cases_of_order
from karum.disputes.queries.orders import facts_of, variants_for
from karum.disputes.services import Doer
from karum.disputes.views.page import Visit, keep_files
from karum.disputes.words import not_opened_text
from karum.orders.queries import OrderView, access_order_as_buyer
from karum.parties.services.limits import too_fast

OPENED_MAX = 10
"""Cases that one visitor may open in an hour."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, token: str) -> HttpResponse:
    """What is wrong, what do you want, in your words: then the clocks run."""
    order, now = access_order_as_buyer(token), timezone.now()
    facts = facts_of(order)
    why_not = may_open(facts, terms(), now)
    cases = cases_of_order(order.seller_id, order.key)
    form = ProblemForm(
        request.POST if request.method == "POST" else None,
        order=order,
        variants=variants_for(order) if why_not is None else [],
    )
    if form.is_bound and form.is_valid():
        if too_fast(request, "case", most=OPENED_MAX, within_s=3600):
            messages.error(request, _("Too many in a row: please wait an hour."))
            return redirect("disputes:problem", token)
        answer = _open(order, form, request.user.pk if request.user.is_authenticated else None)
        if isinstance(answer, Case):
            keep_files(request, answer.pk, _doer(request))
            messages.success(request, _("Your case is open, and the money stays where it is until it ends."))
            return redirect("disputes:case", token, answer.key)
        form.add_error(None, not_opened_text(answer))
    context = {
        "token": token,
        "order": order,
        "form": form,
        "cases": cases,
        "why_not": not_opened_text(why_not) if why_not else "",
        "last": last_moment(facts, terms()),
        "terms": terms(),
    }
    return render(request, "disputes/problem.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def case(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """Where the case stands, its clock, and what she can do."""
    return _visit(request, token, key).page()


@never_cache
@require_POST
def act(request: HttpRequest, token: str, key: UUID, what: str) -> HttpResponse:
    """What she pressed."""
    return _visit(request, token, key).post(request, what)


@require_safe
def file(request: HttpRequest, token: str, key: UUID, file: UUID) -> HttpResponse:
    """A file of her case."""
    return _visit(request, token, key).file(file)


def _open(order: OrderView, form: ProblemForm, person_id: int | None) -> Case | NotOpened:
    data, now = form.cleaned_data, timezone.now()
    key, words, what = data["key"], data["words"], data["what"]
    if what == Kind.RETURN:
        return services.open_return(order, key, order.left, words, person_id=person_id, now=now)
    if what == Kind.EXCHANGE:
        position, offer_id = form.instead
        return services.open_exchange(order, key, offer_id, position, words, person_id=person_id, now=now)
    wanted = Wanted(data["wanted"])
    return services.open_claim(order, key, Problem(what), wanted, data["amount"], words, person_id=person_id, now=now)


def _doer(request: HttpRequest) -> Doer:
    return Doer(Side.BUYER, request.user.pk if request.user.is_authenticated else None)


def _visit(request: HttpRequest, token: str, key: UUID) -> Visit:
    found = access_case_as_buyer(token, key)

    def show(context: dict[str, Any], status: int) -> HttpResponse:
        return render(request, "disputes/case.html", {"token": token, **context}, status=status)

    return Visit(found, _doer(request), reverse("disputes:case", args=[token, key]), show)
