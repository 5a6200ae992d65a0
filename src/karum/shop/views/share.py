"""The picture that goes with a shared link, kept by whoever asked for it: its name is the digest of what it shows."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from karum.catalogue.services.share_pictures import share_picture as picture_for

_DIGEST = re.compile(r"[0-9a-f]{32}")
KEPT_S = 365 * 24 * 3600


@require_safe
def share_picture(request: HttpRequest, digest: str) -> HttpResponse:
    """A JPEG of 1200 x 630 pixels. Raises Http404 when no product shows the picture."""
    made = picture_for(digest) if _DIGEST.fullmatch(digest) else None
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="image/jpeg")
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
