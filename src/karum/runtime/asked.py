"""What an address or a form asks for, read with care: whole numbers, a page to go back to, uploaded files."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def whole(text: str, *, digits: int = 15, otherwise: int = 0) -> int:
    """A whole number in plain digits, at most so many of them; ``otherwise`` for whatever else somebody wrote."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else otherwise


def own_path(text: str, otherwise: str) -> str:
    """``text`` when it is a page of this hub, else ``otherwise``: nobody is sent away by a crafted link."""
    safe = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if safe else otherwise


def uploads(request: HttpRequest, name: str, *, most: int, bytes_max: int) -> list[bytes]:
    """What was uploaded as ``name``: one file and one byte more than is allowed at most, so that it is refused."""
    files = request.FILES.getlist(name)[: most + 1]
    return [one.read(bytes_max + 1) for one in files if isinstance(one, UploadedFile)]
