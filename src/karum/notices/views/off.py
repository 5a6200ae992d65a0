"""``/notices/off/<token>``: the link in a letter. One click, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from karum.notices.domain.kinds import about
from karum.notices.queries.switches import wanted
from karum.notices.services.off_links import read_off_link
from karum.notices.services.switches import ALL_THAT_CAN_BE_OFF, switch_letters
from karum.parties.queries import readers


@csrf_exempt  # a mail program presses it without having seen a page (RFC 8058); the signature in the link is the right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; POST ends the letters. A GET changes nothing: filters of mail follow every link.

    POST ``undo=yes`` begins them again, ``all=yes`` ends every letter that can be ended. A forged link is gone (410).
    """
    link = read_off_link(token)
    if link is None:
        return HttpResponse(status=410)
    done = ""
    if request.method == "POST":
        done = "on" if request.POST.get("undo") else "all" if request.POST.get("all") else "off"
        kinds = ALL_THAT_CAN_BE_OFF if done == "all" else {link.kind}
        switch_letters(link.email, kinds, on=done == "on", now=timezone.now())
    reader = readers([link.email]).get(link.email.lower())
    context = {
        "about": about(link.kind),
        "email": link.email,
        "comes": wanted(link.kind, {link.email: reader.id if reader else None})[link.email].by_email,
        "done": done,
    }
    return render(request, "notices/off.html", context)
