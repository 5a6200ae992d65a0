"""The hub's side: conversations that somebody showed to it, and nothing else."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karum.parties.queries import access_operator
from karum.talk import services
from karum.talk.domain.terms import terms
from karum.talk.forms import FreezeForm
from karum.talk.queries import TalkView, access_talk_as_operator, reported
from karum.talk.views.page import picture_file
from karum.talk.words import reason_text

NOTE_MAX = 1_000


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Reported conversations, the oldest first."""
    access_operator(request.user)
    return render(request, "talk/queue.html", {"waiting": reported(), "tab": "messages"})


@never_cache
@login_required
@require_safe
def talk(request: HttpRequest, key: UUID) -> HttpResponse:
    """One conversation that was reported, and its audit."""
    access_operator(request.user)
    return _page(request, access_talk_as_operator(key))


@never_cache
@login_required
@require_POST
def act(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Leave it, close it with a reason, open it again."""
    person, now = access_operator(request.user), timezone.now()
    found = access_talk_as_operator(key)
    note = request.POST.get("note", "").replace("\x00", "")[:NOTE_MAX]
    if what == "dismiss":
        services.dismiss(found.row.pk, note, person_id=person.pk, now=now)
        messages.success(request, _("The conversation goes on. The reports are answered."))
    elif what == "freeze":
        form = FreezeForm(request.POST)
        if not form.is_valid():
            return _page(request, found, form)
        services.freeze(found.row.pk, form.because, form.cleaned_data["note"], person_id=person.pk, now=now)
        messages.success(request, _("The conversation is closed. Both sides see why."))
    elif what == "thaw":
        services.thaw(found.row.pk, note, person_id=person.pk, now=now)
        messages.success(request, _("The conversation is open again."))
    else:
        raise Http404
    return redirect("talk:hub_talk", key)


@login_required
@require_safe
def picture(request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
    """A picture of a reported conversation."""
    access_operator(request.user)
    return picture_file(access_talk_as_operator(key), file)


def _page(request: HttpRequest, found: TalkView, form: FreezeForm | None = None) -> HttpResponse:
    context = {
        "talk": found,
        "freeze": form or FreezeForm(),
        "why_frozen": reason_text(found.row.frozen_for) if found.row.frozen_for else "",
        "terms": terms(),
        "tab": "messages",
    }
    return render(request, "talk/hub_talk.html", context, status=422 if form else 200)
