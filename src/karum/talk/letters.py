"""Notices about talk: a new message to the other side, a guest's address to confirm, a reminder to the shop.

Nobody's e-mail address stands in them, and nobody answers a letter: the answer is written on the hub.
"""

from collections.abc import Callable

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from karum.notices.services import Kind, Text, tell
from karum.parties.queries import owners_emails
from karum.runtime.settings import settings
from karum.runtime.wording import moment_text
from karum.talk.domain.saying import Side
from karum.talk.models import Conversation, Message
from karum.talk.queries.conversations import TalkView
from karum.talk.words import warning_text

_TO_SELLER = _("A buyer wrote to %(shop)s: %(about)s")
_TO_ASKER = _("%(shop)s wrote to you: %(about)s")
_DUE = _("Please answer by %(at)s.")
_PICTURES = _("There are pictures with it.")
_LINK = _("Read and answer on the hub, not by answering this letter: %(link)s")
_CONFIRM_SUBJECT = _("Please confirm your question to %(shop)s")
_CONFIRM = _(
    "Somebody asked %(shop)s a question and gave your address. If it was you, open this page and send it: %(link)s"
)
_NOT_YOU = _("If it was not you, do nothing: without you it is forgotten.")
_LATE = _("A buyer waits for your answer: %(about)s")
_LATE_BODY = _("She wrote on %(at)s. Shops that answer sell more, and a question without an answer is seldom an order.")


@transaction.atomic
def send(conversation_id: int, step: int) -> int:
    """Tell the other side of a message; return how many letters went. Nothing goes while one side has blocked."""
    row = Conversation.objects.get(id=conversation_id)
    message = Message.objects.get(conversation=row, step=step)
    talk = TalkView(row)
    to_seller = message.side == Side.ASKER
    nobody = not to_seller and not row.email  # she closed her account
    if nobody or talk.blocks or row.frozen_at is not None:
        return 0
    path = _desk(talk) if to_seller else reverse("talk:talk", args=[talk.token])

    def write() -> Text:
        places = _places(talk, path)
        parts = ["> " + message.words.replace("\n", "\n> ")] if message.words else []
        if message.pictures.exists():
            parts.append(gettext(_PICTURES))
        if warning_text(message.hints):
            parts.insert(0, warning_text(message.hints))
        if to_seller and talk.due_at:
            parts.append(gettext(_DUE) % {"at": moment_text(talk.due_at)})
        parts.append(gettext(_LINK) % places)
        subject = gettext(_TO_SELLER if to_seller else _TO_ASKER) % places
        return Text(subject, "\n\n".join(parts), brief=message.words)

    if to_seller:
        return _tell_shop(talk, write, path)
    return tell(
        Kind.TALK, [row.email], write, path=path, language=row.language, country=row.country, tag=f"talk {row.pk}"
    )


@transaction.atomic
def ask_to_confirm(conversation_id: int) -> int:
    """Write to a guest. Only she has this letter, and it says nothing of what somebody may have typed in her name."""
    row = Conversation.objects.get(id=conversation_id)
    if row.confirmed_at is not None:
        return 0
    talk = TalkView(row)
    with override(row.language):
        places = _places(talk, reverse("talk:talk", args=[talk.token]))
        body = "\n\n".join((gettext(_CONFIRM) % places, gettext(_NOT_YOU)))
        subject = " ".join((gettext(_CONFIRM_SUBJECT) % places).split())
        return EmailMessage(subject, body, to=[row.email], headers={"Auto-Submitted": "auto-generated"}).send()


@transaction.atomic
def remind(conversation_id: int) -> int:
    """Tell the shop that a buyer still waits; return how many letters went."""
    row = Conversation.objects.get(id=conversation_id)
    talk = TalkView(row)
    if row.waiting_since is None or talk.blocks:
        return 0
    since, path = row.waiting_since, _desk(talk)

    def write() -> Text:
        places = _places(talk, path) | {"at": moment_text(since)}
        return Text(gettext(_LATE) % places, "\n\n".join((gettext(_LATE_BODY) % places, gettext(_LINK) % places)))

    return _tell_shop(talk, write, path)


def _tell_shop(talk: TalkView, write: Callable[[], Text], path: str) -> int:
    to, shop = owners_emails(talk.row.seller_id), talk.seller
    tag = f"talk {talk.row.pk}"
    return tell(Kind.TALK, to, write, path=path, language=shop.language, country=shop.country, tag=tag)


def _places(talk: TalkView, path: str) -> dict[str, str]:
    about = talk.order_number or talk.row.about or talk.seller.name
    return {"shop": talk.seller.name, "about": about, "link": settings().base_url + path}


def _desk(talk: TalkView) -> str:
    return reverse("desk:talk", args=[talk.seller.slug, talk.key])
