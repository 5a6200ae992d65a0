"""One request to a provider: JSON both ways, a time limit, no redirects."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from karum.payments.providers import ProviderUnreachable

TIMEOUT_S = 20
ANSWER_BYTES_MAX = 1_000_000


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A provider that sends us elsewhere is not the one that the operator named."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def ask(
    method: str, url: str, headers: Mapping[str, str], body: Any = None, *, timeout_s: float = TIMEOUT_S
) -> tuple[int, dict[str, Any]]:
    """Status and answer (empty when it is no JSON object). Raises ProviderUnreachable without an answer."""
    if not url.startswith(("https://", "http://")):
        raise ProviderUnreachable(f"{url} is no web address")
    data = None if body is None else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", "Accept": "application/json", **headers}
    request = urllib.request.Request(url, data, sent, method=method)  # noqa: S310 (checked above)
    try:
        with _opener.open(request, timeout=timeout_s) as answer:
            return int(answer.status), _read(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, _read(refused)
    except (OSError, http.client.HTTPException) as problem:
        raise ProviderUnreachable(f"{url}: {problem}") from problem


def _read(answer: Any) -> dict[str, Any]:
    try:
        found = json.loads(answer.read(ANSWER_BYTES_MAX))
    except (ValueError, OSError, http.client.HTTPException):
        return {}
    return found if isinstance(found, dict) else {}
