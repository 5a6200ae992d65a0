"""What buyers say about the shop's goods: read, reply once, translate, report. Nobody at the desk can remove one."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from karum.desk.views.door import Desk, door, show
from karum.parties.domain import Role
from karum.reviews import services
from karum.reviews.domain.rating import Rating
from karum.reviews.domain.writing import NotWritten
from karum.reviews.forms import ReplyForm, ReportForm, TranslationForm
from karum.reviews.queries import Filter, ReviewView, access_review_as_seller, find, ratings_of_sellers
from karum.reviews.words import not_written_text
from karum.runtime.asked import whole


@require_GET
@door("reviews")
def reviews(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The newest first, with the spread of stars."""
    text = request.GET.get("page", "1")
    number = whole(text, digits=4, otherwise=1)
    found = find(_language(), Filter(), number, seller_id=desk.seller_id)
    context = {
        "found": found,
        "rating": ratings_of_sellers([desk.seller_id]).get(desk.seller_id) or Rating(),
        "page": Paginator(range(found.pages), 1).get_page(found.page),
    }
    return show(request, desk, "reviews.html", context)


@require_GET
@door("reviews")
def review(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """One review, with what the shop can do about it."""
    return _page(request, desk, access_review_as_seller(desk.seller_id, key, _language()))


@require_POST
@door("reviews", need=Role.MANAGER)
def act(request: HttpRequest, desk: Desk, key: UUID, what: str) -> HttpResponse:
    """Reply, translate, report."""
    found, now = access_review_as_seller(desk.seller_id, key, _language()), timezone.now()
    if what == "reply":
        reply = ReplyForm(request.POST)
        if not reply.is_valid():
            return _page(request, desk, found, reply=reply)
        data = reply.cleaned_data
        answer = services.reply(desk.seller_id, key, data["words"], data["language"], person_id=desk.person.pk, now=now)
        if isinstance(answer, NotWritten):
            messages.error(request, not_written_text(answer))
        else:
            messages.success(request, _("Your reply is there for everybody."))
    elif what == "translate":
        made = TranslationForm(request.POST, original=found.row.language)
        if not made.is_valid():
            return _page(request, desk, found, translate=made)
        data = made.cleaned_data
        kept = services.translate(
            found.row.pk,
            data["to"],
            data["text"],
            author=desk.business.name,
            author_id=desk.person.pk,
            side="seller",
            now=now,
        )
        if kept is None:
            messages.error(request, _("This cannot be published."))
        else:
            messages.success(request, _("The translation is there. It says that it is yours."))
    elif what == "report":
        report = ReportForm(request.POST)
        if not report.is_valid():
            return _page(request, desk, found, report=report)
        words = report.cleaned_data["words"]
        services.report(found.row.pk, report.because, words, side="seller", person_id=desk.person.pk, now=now)
        messages.success(request, _("Thank you. A person of the hub looks at it."))
    else:
        raise Http404
    return redirect(desk.url("review", key))


def _page(
    request: HttpRequest,
    desk: Desk,
    found: ReviewView,
    *,
    reply: ReplyForm | None = None,
    translate: TranslationForm | None = None,
    report: ReportForm | None = None,
) -> HttpResponse:
    row = found.row
    why_not = found.why_no_reply(timezone.now())
    first = {"words": row.reply, "language": row.reply_language or _language()}
    context = {
        "one": found,
        "reply": reply or ReplyForm(initial=first),
        "why_not": not_written_text(why_not) if why_not else "",
        "translate": translate or TranslationForm(original=row.language, initial={"to": _language()}),
        "report": report or ReportForm(),
    }
    return show(request, desk, "review.html", context, status=422 if reply or translate or report else 200)


def _language() -> str:
    return get_language() or "en"
