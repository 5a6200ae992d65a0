"""The replies that a shop keeps."""

from django.http import Http404

from karum.talk.domain.fill import filled
from karum.talk.models import SavedReply
from karum.talk.queries.conversations import TalkView


def replies(seller_id: int, language: str = "") -> list[SavedReply]:
    """A shop's saved replies by name, those in ``language`` first."""
    rows = SavedReply.objects.filter(seller_id=seller_id)
    return sorted(rows, key=lambda row: (row.language != language, row.name.casefold(), row.language))


def access_reply(seller_id: int, reply_id: int) -> SavedReply:
    """A saved reply of this shop. Raises Http404 for anybody else's."""
    row = SavedReply.objects.filter(seller_id=seller_id, id=reply_id).first()
    if row is None:
        raise Http404
    return row


def filled_reply(reply: SavedReply, talk: TalkView) -> str:
    """The reply with its places filled from this conversation."""
    values = {
        "name": talk.row.name,
        "shop": talk.seller.name,
        "product": talk.row.about,
        "order": talk.order_number,
    }
    return filled(reply.words, values)
