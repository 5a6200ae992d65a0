"""The push services that browsers use. Only to these does the hub send pushes.

A subscription is an address that a browser hands in, so it could name any machine. Known from the addresses that
Chromium, Firefox, Safari and Edge give out.
"""

from urllib.parse import urlsplit

HOSTS = frozenset(
    {
        "fcm.googleapis.com",  # Chrome, Chromium, Edge on Android, Samsung Internet, Opera
        "updates.push.services.mozilla.com",  # Firefox
        "web.push.apple.com",  # Safari
    }
)
DOMAINS = (".push.apple.com", ".push.services.mozilla.com", ".notify.windows.com")
"""Endings of host names: Apple's and Mozilla's others, and Edge's on Windows."""
ENDPOINT_MAX = 1000


def push_host(endpoint: str) -> str | None:
    """The host of a push address; None when it is not one of a known service, over HTTPS, on its ordinary port."""
    if not endpoint or len(endpoint) > ENDPOINT_MAX or not endpoint.isascii() or not endpoint.isprintable():
        return None
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc or " " in endpoint:
        return None
    return host if host in HOSTS or host.endswith(DOMAINS) else None
