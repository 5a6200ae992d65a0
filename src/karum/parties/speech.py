"""Say in the page's language what the pure code said in English."""

from django.utils.translation import gettext, pgettext

from karum.parties.domain.words import Said


def translated(message: str) -> str:
    """Return ``message`` in the active language; a plain text comes back unchanged."""
    if not isinstance(message, Said):
        return message
    values = {name: translated(value) if isinstance(value, Said) else value for name, value in message.values.items()}
    text = pgettext(message.context, message.msgid) if message.context else gettext(message.msgid)
    return text % values if values else text
