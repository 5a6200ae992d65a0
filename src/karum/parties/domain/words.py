"""Sentences for people, said in English by the pure code and translated where a page is made."""

from typing import Any


def gettext_noop(text: str) -> str:
    """Mark ``text`` for the translators; return it unchanged."""
    return text


def pgettext(context: str, text: str) -> str:
    """Mark ``text`` for extraction, with the context that tells one meaning from another; return it unchanged."""
    return text


class Said(str):
    """An English sentence that remembers its msgid and its values, so that a page can say it in another language.

    ``Said(gettext_noop("It looks like %(example)s."), example="75001")`` reads "It looks like 75001."; a value that is
    itself a ``Said`` is translated too (``karum.parties.speech.translated``).
    """

    msgid: str
    values: dict[str, Any]
    context: str

    def __new__(cls, msgid: str, *, context: str = "", **values: Any) -> "Said":
        said = super().__new__(cls, msgid % values if values else msgid)
        said.msgid = msgid
        said.values = values
        said.context = context
        return said
