"""The data saver: who asks for it, or whose browser does (``Save-Data: on``), gets pages without pictures.

Source of the header: https://wicg.github.io/savedata/. The choice is kept in one readable cookie, ``data_saver``.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from karum.parties.locale import KEPT_S

COOKIE = "data_saver"


def saves_data(request: HttpRequest) -> bool:
    """Whether this visitor wants to spend as few bytes as possible: her own choice counts before her browser's."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in ("0", "1"):
        return chosen == "1"
    return request.headers.get("Save-Data", "").strip().lower() == "on"


def remember_saver(response: HttpResponse, wanted: bool) -> None:
    """Keep the choice in the browser for a year."""
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(COOKIE, "1" if wanted else "0", max_age=KEPT_S, samesite="Lax", secure=secure, httponly=True)
