"""Where letters go: to the SMTP server of SMTP_URL, in demo mode without one to the page /demo/mailbox.

With a server a demo hub still keeps the letters of its invented people: their addresses exist nowhere.

A letter to the server is a job first, a row of the same transaction as what it tells of. So no page waits for the
server, a server that rests is asked again, and a letter about something that was rolled back is never sent.
"""

import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as Smtp
from procrastinate.contrib.django import app

from karum.parties.models import Letter
from karum.runtime.settings import settings

URGENT = 10
"""Somebody sits before a page that asks for the code."""
SERVER_S_MAX = 20
_RESERVED = frozenset({"example", "invalid", "localhost", "test"})
_RESERVED_DOMAINS = frozenset({"example.com", "example.net", "example.org"})

log = logging.getLogger(__name__)


class Backend(BaseEmailBackend):
    """Django's e-mail backend of the hub."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Queue or keep the letters; return how many. Without a server outside demo mode none goes, loudly."""
        knobs = settings()
        kept, lost = [], 0
        for message in messages:
            headers: dict[str, Any] = {name: str(value) for name, value in message.extra_headers.items()}
            for to in message.recipients():
                if knobs.demo and (not knobs.smtp_url or is_reserved(to)):
                    letter = Letter(recipient=to, sender=message.from_email, subject=message.subject[:300])
                    letter.body, letter.headers = str(message.body), headers
                    kept.append(letter)
                elif knobs.smtp_url:
                    app.configure_task("parties.send_letter", priority=URGENT).defer(
                        subject=str(message.subject),
                        body=str(message.body),
                        sender=message.from_email,
                        to=to,
                        headers=headers,
                    )
                else:
                    lost += 1
        Letter.objects.bulk_create(kept)
        if lost:
            log.error("%d letter(s) not sent: set SMTP_URL, for example smtp://user:password@host:587", lost)
            return 0
        return len(messages)


def is_reserved(address: str) -> bool:
    """Whether nobody can have this address (RFC 2606): the demo's people live there, and no server shall hear of it."""
    domain = address.rpartition("@")[2].lower()
    return domain.rpartition(".")[2] in _RESERVED or domain in _RESERVED_DOMAINS


def smtp(url: str) -> Smtp:
    """The SMTP connection of ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://...:465`` (TLS from the start).

    A server on this machine (localhost) is talked to in the clear. Raises ValueError for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465")
    tls = parts.scheme == "smtps"
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return Smtp(
        host=parts.hostname,
        port=parts.port or (465 if tls else 25 if local else 587),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=tls,
        use_tls=not tls and not local,
        timeout=SERVER_S_MAX,
    )
