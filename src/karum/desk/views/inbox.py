"""The inbox: what buyers ask, by the clock of each question; saved replies; answers that everybody may read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karum.catalogue.services.problems import NotAccepted
from karum.desk.views.door import Desk, door, show
from karum.orders.queries import access_order_as_seller
from karum.parties.domain import Role
from karum.runtime.asked import whole
from karum.talk import queries, services
from karum.talk.domain.fill import PLACES
from karum.talk.domain.saying import Side
from karum.talk.domain.terms import terms
from karum.talk.forms import ReportForm, SavedReplyForm, SayForm
from karum.talk.queries import Show, TalkView, access_reply, access_talk_as_seller, filled_reply
from karum.talk.queries.conversations import PAGE
from karum.talk.views.page import picture_file, send, watch
from karum.talk.words import reason_text, speed_text


@require_GET
@door("inbox")
def inbox(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits for an answer stands on top, the longest first."""
    asked = request.GET.get("show", Show.WAITING.value)
    chosen = Show(asked) if asked in set(Show) else Show.WAITING
    text = request.GET.get("page", "1")
    number = max(1, whole(text, digits=3, otherwise=1))
    counts, now = queries.inbox_counts(desk.seller_id), timezone.now()
    names = {
        Show.WAITING: _("To answer"),
        Show.ALL: _("All"),
        Show.ORDERS: _("About orders"),
        Show.BLOCKED: _("Blocked"),
    }
    rows = queries.inbox(desk.seller_id, chosen, page=number)
    context = {
        "rows": [(talk, bool(talk.due_at and talk.due_at < now)) for talk in rows],
        "chosen": chosen.value,
        "filters": [(part.value, label, counts[part]) for part, label in names.items()],
        "page": Paginator(range(counts[chosen]), PAGE).get_page(number),
        "speed": speed_text(queries.answer_speed(desk.seller_id, now=now)),
    }
    return show(request, desk, "inbox.html", context)


@never_cache
@require_GET
@door("inbox")
def talk(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """One conversation; ``?reply=`` fills in a saved reply, which can be changed before it is sent."""
    found = access_talk_as_seller(desk.seller_id, key)
    if found.row.seller_unread:
        services.read_by(found.row.pk, Side.SELLER)
    text = request.GET.get("reply", "")
    first: dict[str, Any] = {}
    if text.isascii() and text.isdigit() and len(text) < 16:
        reply = access_reply(desk.seller_id, int(text))
        first = {"words": filled_reply(reply, found), "language": reply.language}
    return _page(request, desk, found, SayForm(seen=found.row.steps, initial=first))


@require_POST
@door("inbox")
def act(request: HttpRequest, desk: Desk, key: UUID, what: str) -> HttpResponse:
    """Answer, publish, block, report. Raises Http404 for anything else."""
    found, now = access_talk_as_seller(desk.seller_id, key), timezone.now()
    pk, person_id = found.row.pk, desk.person.pk
    if what == "say":
        form = SayForm(request.POST, seen=found.row.steps)
        problem = send(request, found, Side.SELLER, form) if form.is_valid() else ""
        if problem:
            form.add_error(None, problem)
        if form.errors:
            return _page(request, desk, found, form, status=422)
        messages.success(request, _("Your answer was sent."))
    elif what == "publish":
        if services.publish(pk, person_id=person_id, now=now):
            messages.success(request, _("Question and answer stand on the product's page."))
        else:
            messages.error(request, _("This cannot be published."))
    elif what == "withdraw":
        services.withdraw(pk, person_id=person_id, now=now)
        messages.success(request, _("It is no longer on the product's page."))
    else:
        report = watch(request, found, Side.SELLER, what)
        if report is not None:
            return _page(request, desk, found, report=report, status=422)
    return redirect(desk.url("talk", key))


@require_GET
@door("inbox")
def picture(request: HttpRequest, desk: Desk, key: UUID, file: UUID) -> HttpResponse:
    """A picture of a conversation of this shop."""
    return picture_file(access_talk_as_seller(desk.seller_id, key), file)


@require_POST
@door("orders")
def about_order(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Begin, or go on with, the conversation about an order."""
    order = access_order_as_seller(desk.seller_id, key)
    row = services.ask_about_order(order, Side.SELLER, now=timezone.now())
    return redirect(desk.url("talk", row.key))


@require_http_methods(["GET", "POST"])
@door("inbox", need=Role.MANAGER)
def replies(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The saved replies, and a new one."""
    return _reply(request, desk, None)


@require_http_methods(["GET", "POST"])
@door("inbox", need=Role.MANAGER)
def reply(request: HttpRequest, desk: Desk, reply_id: int) -> HttpResponse:
    """Change or remove a saved reply."""
    access_reply(desk.seller_id, reply_id)
    if request.method == "POST" and request.POST.get("remove"):
        services.remove_reply(desk.seller_id, reply_id)
        messages.success(request, _("Removed."))
        return redirect(desk.url("replies"))
    return _reply(request, desk, reply_id)


def _reply(request: HttpRequest, desk: Desk, reply_id: int | None) -> HttpResponse:
    first: dict[str, Any] = {"language": desk.business.language}
    if reply_id is not None:
        row = access_reply(desk.seller_id, reply_id)
        first = {"name": row.name, "language": row.language, "words": row.words}
    form = SavedReplyForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        try:
            services.save_reply(desk.seller_id, reply_id, **form.cleaned_data)
        except NotAccepted as problem:
            for field, message in problem.problems.items():
                form.add_error(field or None, message)
        else:
            messages.success(request, _("Saved."))
            return redirect(desk.url("replies"))
    context = {
        "form": form,
        "reply_id": reply_id,
        "replies": queries.replies(desk.seller_id, desk.business.language),
        "places": PLACES,
    }
    return show(request, desk, "replies.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    desk: Desk,
    found: TalkView,
    say: SayForm | None = None,
    *,
    report: ReportForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = found.row
    context = {
        "talk": found,
        "side": Side.SELLER,
        "say": say or SayForm(seen=row.steps),
        "report": report or ReportForm(),
        "replies": queries.replies(desk.seller_id, row.language),
        "why_frozen": reason_text(row.frozen_for) if row.frozen_for else "",
        "late": bool(found.due_at and found.due_at < timezone.now()),
        "terms": terms(),
    }
    return show(request, desk, "talk.html", context, status=status)
