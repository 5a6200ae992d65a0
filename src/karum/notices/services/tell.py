"""``tell``: the one way in which the hub tells people something."""

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from karum.notices.domain.kinds import Kind, about
from karum.notices.domain.texts import Text
from karum.notices.queries.switches import wanted
from karum.notices.services.off_links import off_link
from karum.notices.services.push import queue_push
from karum.parties.domain import time_zone_of
from karum.parties.queries import Reader, readers
from karum.runtime.settings import settings


@transaction.atomic
def tell(
    kind: Kind,
    to: Iterable[str],
    write: Callable[[], Text],
    *,
    path: str,
    language: str = "",
    country: str = "",
    tag: str = "",
) -> int:
    """Tell the people at these e-mail addresses, each by what she wants; return how many letters went.

    write: says it in the language and the time zone that are active; asked once for each pair of the readers'.
    path: the page on the hub that it is about ("/order/…"); a push opens it. The letter names it only where ``write``
    does: ``settings().base_url + path``.
    language: of all readers; "" speaks to each in the language of her account (English to who has none).
    country: in whose time moments are told to who has no account, or has not said hers.
    tag: a newer push with the same tag takes the place of an older one on the telephone.

    Letters and pushes are queued in the caller's transaction: all of them or none. Letters of a kind that cannot be
    switched off (``must``) always go; every other one can be ended by one click, without signing in (RFC 8058).
    """
    addresses = list(dict.fromkeys(address.strip() for address in to if address.strip()))
    people, said, sent = readers(addresses), dict[tuple[str, str], Text](), 0
    choices = wanted(kind, {address: _person_id(people.get(address.lower())) for address in addresses})
    for address in addresses:
        reader, choice = people.get(address.lower()), choices[address]
        tongue = language or (reader.language if reader else "en")
        if not (choice.by_email or choice.by_push):
            continue
        zone = (reader.zone if reader else "") or time_zone_of(country)
        with override(tongue), timezone.override(ZoneInfo(zone)):
            if (tongue, zone) not in said:
                said[tongue, zone] = write()
            text = said[tongue, zone]
            sent += _post(kind, address, text) if choice.by_email else 0
            if reader and choice.by_push:
                queue_push(reader.id, text, path=path, tag=f"{kind}:{tag}" if tag else kind.value)
    return sent


def _person_id(reader: Reader | None) -> int | None:
    return reader.id if reader else None


def _post(kind: Kind, address: str, text: Text) -> int:
    headers = {"Auto-Submitted": "auto-generated"}
    body = text.body
    which = about(kind)
    if which.can_be_off:
        link = off_link(address, kind)
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        end = gettext("No more letters of this kind: %(link)s") % {"link": link}
        body = f"{body}\n\n-- \n{settings().hub_name}\n{gettext(which.because)}\n{end}"
    return EmailMessage(text.line, body, to=[address], headers=headers).send()
