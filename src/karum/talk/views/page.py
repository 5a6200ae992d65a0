"""What the pages of both sides share: uploads, pictures, sending a message."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from karum.catalogue.services.encoding import BYTES_MAX
from karum.catalogue.services.problems import NotAccepted
from karum.runtime.asked import uploads
from karum.talk import services
from karum.talk.domain.saying import NotSaid, Side
from karum.talk.domain.terms import terms
from karum.talk.forms import ReportForm, SayForm
from karum.talk.queries import TalkView, access_picture
from karum.talk.queries.pictures import path_of
from karum.talk.words import not_said_text


def pictures_of(request: HttpRequest) -> list[bytes]:
    """The pictures of a message as they were uploaded."""
    return uploads(request, "pictures", most=terms().pictures_max, bytes_max=BYTES_MAX)


def send(request: HttpRequest, talk: TalkView, side: Side, form: SayForm) -> str:
    """Write a valid form's message for one side; return why it was not sent, or an empty text."""
    data = form.cleaned_data
    person_id = request.user.pk if request.user.is_authenticated else None
    try:
        pictures = services.made(pictures_of(request))
    except NotAccepted as problem:
        return " ".join(problem.problems.values())
    answer = services.say(
        talk.row.pk,
        side,
        data["words"],
        data["language"],
        pictures,
        person_id=person_id,
        now=timezone.now(),
        seen=data["seen"],
    )
    if not isinstance(answer, NotSaid):
        return ""
    services.forget(pictures)
    return not_said_text(answer)


def watch(request: HttpRequest, talk: TalkView, side: Side, what: str) -> ReportForm | None:
    """Block, unblock or report for one side; a form is one that has to be filled in. Raises Http404 for other acts."""
    pk, now = talk.row.pk, timezone.now()
    person_id = request.user.pk if request.user.is_authenticated else None
    if what == "block":
        services.block(pk, side, person_id=person_id, now=now)
        messages.success(request, _("The other side cannot write to you any more. Cases about orders go on."))
    elif what == "unblock":
        services.unblock(pk, side, person_id=person_id, now=now)
        messages.success(request, _("The other side can write to you again."))
    elif what == "report":
        form = ReportForm(request.POST)
        if not form.is_valid():
            return form
        services.report(pk, side, form.because, form.cleaned_data["note"], person_id=person_id, now=now)
        messages.success(request, _("Thank you. A person of the hub reads this conversation and looks at it."))
    else:
        raise Http404
    return None


def picture_file(talk: TalkView, key: UUID) -> HttpResponse:
    """A picture of this conversation. It is shown to whom the conversation was opened, and kept nowhere else."""
    path = path_of(access_picture(talk.row.pk, key).key)
    if not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=600"
    return response
