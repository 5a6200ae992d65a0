"""The buyer writes about what she bought. She holds her order's token; guests too."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from karum.catalogue.services import PictureFiles
from karum.catalogue.services.encoding import BYTES_MAX
from karum.catalogue.services.problems import NotAccepted
from karum.orders.queries import OrderView, access_order_as_buyer
from karum.parties.services.limits import too_fast
from karum.reviews import services
from karum.reviews.domain.names import Sign
from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import NotWritten
from karum.reviews.forms import ReviewForm
from karum.reviews.models import Review
from karum.reviews.queries import Bought, bought
from karum.reviews.queries.reviews import views
from karum.reviews.services import Said, photos
from karum.reviews.words import not_written_text
from karum.runtime.asked import uploads

WRITTEN_MAX = 30
"""Reviews that one visitor may write or change in an hour."""


@never_cache
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """The products of the order; straight to the form when there is only one."""
    found = access_order_as_buyer(token)
    rows = bought(found, _language(), timezone.now())
    if len(rows) == 1:
        return redirect("reviews:write", token, rows[0].line.position)
    shown = [(one, not_written_text(one.why_not) if one.why_not else "") for one in rows]
    return render(request, "reviews/order.html", {"token": token, "order": found, "rows": shown})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, token: str, position: int) -> HttpResponse:
    """Stars, words, photos, a name; the same page to change them."""
    found, now = access_order_as_buyer(token), timezone.now()
    one = next((one for one in bought(found, _language(), now) if one.line.position == position), None)
    if one is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(data, name=found.buyer_name, review=one.review)
    if form.is_bound and form.is_valid():
        if too_fast(request, "review", most=WRITTEN_MAX, within_s=3600):
            form.add_error(None, _("Too many in a row: please wait an hour."))
        else:
            answer = _keep(request, form, found, one)
            if isinstance(answer, Review):
                said = _("Thank you. Your review is there for everybody.")
                messages.success(request, _("Your review is changed.") if one.review else said)
                return redirect("reviews:write", token, position)
            form.add_error(None, answer)
    context = {
        "token": token,
        "order": found,
        "one": one,
        "form": form,
        "shown": views([one.review], _language())[0] if one.review else None,
        "photos": list(one.review.photos.order_by("position")) if one.review else [],
        "why_not": not_written_text(one.why_not) if one.why_not else "",
        "until": one.review.written_at + terms().edit_time if one.review else None,
        "terms": terms(),
    }
    return render(request, "reviews/write.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, form: ReviewForm, order: OrderView, one: Bought) -> Review | str:
    """Write or change the review; a text says why it could not be, and nothing is half done."""
    if one.why_not is not None:
        return not_written_text(one.why_not)
    data, now = form.cleaned_data, timezone.now()
    said = Said(int(data["stars"]), data["words"], data["language"], Sign(data["sign"]))
    person_id = request.user.pk if request.user.is_authenticated else None
    pictures: list[PictureFiles] = []
    try:
        pictures = photos.made(uploads(request, "photos", most=terms().photos_max, bytes_max=BYTES_MAX))
        answer: Review | NotWritten
        if one.review is None:
            answer = services.write(order, one.line.position, data["key"], said, pictures, person_id=person_id, now=now)
        else:
            gone = _positions(request.POST.getlist("without"))
            answer = services.edit(order, one.review.pk, said, pictures, without=gone, person_id=person_id, now=now)
    except NotAccepted as problem:
        photos.forget_made(pictures)
        return " ".join(problem.problems.values())
    if isinstance(answer, Review):
        return answer
    photos.forget_made(pictures)
    return not_written_text(answer)


def _positions(texts: Sequence[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 4]


def _language() -> str:
    return get_language() or "en"
