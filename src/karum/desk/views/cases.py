"""Returns, exchanges, claims and disputes about what the shop sold."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from karum.desk.views.door import Desk, door, show
from karum.disputes.domain.states import Side
from karum.disputes.queries import access_case_as_seller, cases_of_seller
from karum.disputes.services import Doer
from karum.disputes.views.page import Visit
from karum.parties.domain import Role


@require_GET
@door("cases")
def cases(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The open ones first, by their clocks."""
    found = [(case, desk.url("case", case.key)) for case in cases_of_seller(desk.seller_id)]
    return show(request, desk, "cases.html", {"cases": found})


@never_cache
@require_GET
@door("cases")
def case(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """One case: where it stands, its clock, and what the shop can do."""
    return _visit(request, desk, key).page()


@require_POST
@door("cases", need=Role.MANAGER)
def act(request: HttpRequest, desk: Desk, key: UUID, what: str) -> HttpResponse:
    """Answer, offer, agree, send: what was pressed."""
    return _visit(request, desk, key).post(request, what)


@require_GET
@door("cases")
def file(request: HttpRequest, desk: Desk, key: UUID, file: UUID) -> HttpResponse:
    """A file of a case."""
    return _visit(request, desk, key).file(file)


def _visit(request: HttpRequest, desk: Desk, key: UUID) -> Visit:
    found = access_case_as_seller(desk.seller_id, key)

    def write(context: dict[str, Any], status: int) -> HttpResponse:
        return show(request, desk, "case.html", context, status=status)

    return Visit(found, Doer(Side.SELLER, desk.person.pk), desk.url("case", key), write)
