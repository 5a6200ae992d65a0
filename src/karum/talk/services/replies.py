"""The replies that a shop keeps."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karum.catalogue.services.problems import NotAccepted
from karum.talk.domain.fill import PLACES, unknown_places
from karum.talk.domain.hints import REFUSED, hints
from karum.talk.domain.terms import terms
from karum.talk.models import SavedReply


def save_reply(seller_id: int, reply_id: int | None, *, name: str, language: str, words: str) -> SavedReply:
    """Keep a reply, a new one without ``reply_id``. Raises NotAccepted, field ``name`` or ``words``."""
    unknown = unknown_places(words)
    if unknown:
        places = {"wrong": "{" + unknown[0] + "}", "known": " ".join("{" + name + "}" for name in PLACES)}
        raise NotAccepted({"words": _("%(wrong)s is not known. There are: %(known)s") % places})
    if hints(words) & REFUSED:
        raise NotAccepted({"words": _("A link to pay or a card's number cannot be sent. Buyers pay only on the hub.")})
    if reply_id is None and SavedReply.objects.filter(seller_id=seller_id).count() >= terms().replies_max:
        most = terms().replies_max
        raise NotAccepted({"": _("A shop keeps at most %(most)s replies. Remove one first.") % {"most": most}})
    row = SavedReply.objects.get(seller_id=seller_id, id=reply_id) if reply_id else SavedReply(seller_id=seller_id)
    row.name, row.language, row.words = name.strip(), language, words.strip()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NotAccepted({"name": _("There is a reply of this name in this language already.")}) from None
    return row


def remove_reply(seller_id: int, reply_id: int) -> None:
    """Forget a saved reply. What was sent with it stays."""
    SavedReply.objects.filter(seller_id=seller_id, id=reply_id).delete()
