"""What a person asked, and what she was answered."""

from typing import Any

from karum.parties.queries import Person, businesses
from karum.parties.services.known import known
from karum.talk.models import Conversation


@known("conversations")
def conversations(person: Person) -> list[dict[str, Any]]:
    """Her conversations with shops, the oldest first, with every message of both sides."""
    rows = Conversation.objects.filter(person_id=person.pk).prefetch_related("messages").order_by("opened_at", "id")
    shops = businesses({row.seller_id for row in rows})
    return [
        {
            "shop": shops[row.seller_id].name if row.seller_id in shops else None,
            "about": row.about,
            "opened_at": row.opened_at.isoformat(),
            "messages": [
                {"by": one.side, "language": one.language, "words": one.words, "at": one.at.isoformat()}
                for one in sorted(row.messages.all(), key=lambda one: one.step)
            ],
        }
        for row in rows
    ]
