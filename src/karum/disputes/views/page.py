"""The page of a case, the same for buyer, seller and hub: what is different is what each may do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from karum.disputes import services
from karum.disputes.domain.files import FILES_MAX, BadFile
from karum.disputes.domain.states import Action, Side, acts_of
from karum.disputes.forms import FILES_AT_ONCE_MAX, ActForm, SayForm
from karum.disputes.queries.cases import CaseView
from karum.disputes.queries.files import access_file, path_of
from karum.disputes.services import Doer, NotDone
from karum.disputes.services.evidence import UPLOAD_BYTES_MAX
from karum.disputes.words import bad_file_text, cannot_text, clock_text
from karum.orders.domain.states import State

_LOUD = frozenset({Action.ACCEPT, Action.AGREE, Action.RECEIVE, Action.FINISH, Action.SEND_BACK, Action.REPLACE})
Show = Callable[[dict[str, Any], int], HttpResponse]


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at which case, and where its page is. ``show`` writes the page with its frame."""

    case: CaseView
    doer: Doer
    home: str
    show: Show

    def page(self, *, bound: ActForm | None = None, say: SayForm | None = None, status: int = 200) -> HttpResponse:
        """The whole page; ``bound`` and ``say`` are forms as they were typed."""
        case, side = self.case, self.doer.side
        forms = [
            bound if bound is not None and bound.action is action else self.form(action) for action in case.may(side)
        ]
        neutral = side is not Side.HUB or case.row.neutral_id == self.doer.person_id
        context = {
            "case": case,
            "side": side.value,
            "home": self.home,
            "acts": [(form, form.action in _LOUD, form is bound) for form in forms] if neutral else [],
            "must_take": not neutral,
            "clock": clock_text(case.stage, case.due_at) if case.due_at else "",
            "holds": case.order.state in (State.SHIPPED, State.DELIVERED),
            "late": bool(case.due_at and case.due_at < timezone.now()),
            "say": say or SayForm(),
            "files_max": FILES_MAX,
        }
        return self.show(context, status)

    def form(self, action: Action, data: Any = None) -> ActForm:
        return ActForm(data, action=action, stage=self.case.stage, left=self.case.order.left, seen=self.case.steps)

    def post(self, request: HttpRequest, what: str) -> HttpResponse:
        """Do what was pressed: an act of the machine, a message, or files. Raises Http404 for what is not hers."""
        if what == "say":
            return self._say(request)
        if what == "file":
            keep_files(request, self.case.id, self.doer)
            return redirect(self.home)
        if what not in acts_of(self.doer.side):
            raise Http404
        form = self.form(Action(what), request.POST)
        if not form.is_valid():
            return self.page(bound=form, status=422)
        answer = services.act(
            self.case.id,
            form.action,
            self.doer,
            now=timezone.now(),
            saying=form.saying,
            seen=form.cleaned_data["seen"],
        )
        if isinstance(answer, NotDone):
            messages.error(request, cannot_text(answer.reason))
        else:
            messages.success(request, _("Done. Both sides get a letter."))
        return redirect(self.home)

    def _say(self, request: HttpRequest) -> HttpResponse:
        form = SayForm(request.POST)
        if not form.is_valid():
            return self.page(say=form, status=422)
        answer = services.say(self.case.id, self.doer, form.cleaned_data["words"], now=timezone.now())
        if isinstance(answer, NotDone):
            messages.error(request, cannot_text(answer.reason))
        else:
            messages.success(request, _("Your message was sent."))
        return redirect(self.home)

    def file(self, key: UUID) -> HttpResponse:
        """A file of this case. It is downloaded or shown, never run."""
        row = access_file(self.case.id, key)
        path = path_of(row.key, row.kind)
        if not path.is_file():
            raise Http404
        picture = row.kind == "picture"
        name = row.name.rsplit(".", 1)[0] + (".webp" if picture else ".pdf")
        kind = "image/webp" if picture else "application/pdf"
        response = HttpResponse(path.read_bytes(), content_type=kind)
        disposition = content_disposition_header(as_attachment=not picture, filename=name)
        response["Content-Disposition"] = disposition or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response


def keep_files(request: HttpRequest, case_id: int, doer: Doer) -> None:
    """Put the uploaded files into the case, a few at once; what is refused is said."""
    uploads = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
    if len(uploads) > FILES_AT_ONCE_MAX:
        messages.warning(request, _("Only the first %(n)s files were looked at.") % {"n": FILES_AT_ONCE_MAX})
    for upload in uploads[:FILES_AT_ONCE_MAX]:
        content = upload.read(UPLOAD_BYTES_MAX + 1)
        answer = services.add_file(case_id, doer, upload.name or "", content, now=timezone.now())
        if isinstance(answer, BadFile):
            messages.error(request, f"{upload.name}: {bad_file_text(answer)}")
