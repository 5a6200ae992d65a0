"""The hub's side: reviews that were reported, and the decision about one, which can be undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karum.parties.queries import access_operator
from karum.reviews import queries, services
from karum.reviews.forms import DecisionForm, TranslationForm
from karum.reviews.queries import ReviewView

NOTE_MAX = 1_000


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Reported reviews, the oldest report first; then what is hidden."""
    access_operator(request.user)
    context = {"waiting": queries.reported(_language()), "hidden": queries.hidden(_language()), "tab": "reviews"}
    return render(request, "reviews/queue.html", context)


@never_cache
@login_required
@require_safe
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """One review, what was said against it, and its audit."""
    access_operator(request.user)
    return _page(request, queries.review(key, _language()))


@never_cache
@login_required
@require_POST
def act(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Keep it, hide it with a reason, show it again, translate it."""
    person, now = access_operator(request.user), timezone.now()
    found = queries.review(key, _language())
    note = request.POST.get("note", "").replace("\x00", "")[:NOTE_MAX]
    if what == "keep":
        services.keep(key, note, person_id=person.pk, now=now)
        messages.success(request, _("The review stays. The reports are answered."))
    elif what == "show":
        services.show_again(key, note, person_id=person.pk, now=now)
        messages.success(request, _("The review is shown again."))
    elif what == "hide":
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return _page(request, found, hide=form)
        services.hide(key, form.because, form.cleaned_data["words"], person_id=person.pk, now=now)
        messages.success(request, _("The review is hidden. Both sides get your reasons."))
    elif what == "translate":
        made = TranslationForm(request.POST, original=found.row.language)
        if not made.is_valid():
            return _page(request, found, translate=made)
        data = made.cleaned_data
        services.translate(
            found.row.pk, data["to"], data["text"], author=str(person), author_id=person.pk, side="hub", now=now
        )
        messages.success(request, _("The translation is there."))
    else:
        raise Http404
    return redirect("reviews:hub_review", key)


def _page(
    request: HttpRequest,
    found: ReviewView,
    *,
    hide: DecisionForm | None = None,
    translate: TranslationForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "one": found,
        "hide": hide or DecisionForm(),
        "translate": translate or TranslationForm(original=found.row.language),
        "tab": "reviews",
    }
    return render(request, "reviews/hub_review.html", context, status=422 if hide or translate else 200)


def _language() -> str:
    return get_language() or "en"
