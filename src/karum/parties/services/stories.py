"""Translations of a firm's story, each a row with its author."""

from django.db import transaction

from karum.parties.events import BusinessChanged
from karum.parties.models import Business, BusinessStory, StoryState
from karum.runtime import events


@transaction.atomic
def save_story(business_id: int, language: str, text: str, *, author: str) -> bool:
    """Keep a person's translation of the firm's story; an empty text takes it away.

    False, and nothing is kept, for the firm's own language: that story is the original (``edit_business``).
    """
    if Business.objects.select_for_update().get(id=business_id).language == language:
        return False
    if text.strip():
        values = {"text": text.strip(), "author": author, "state": StoryState.HUMAN}
        BusinessStory.objects.update_or_create(business_id=business_id, language=language, defaults=values)
    else:
        BusinessStory.objects.filter(business_id=business_id, language=language).delete()
    events.publish(BusinessChanged(business_id))
    return True
