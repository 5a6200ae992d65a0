"""Why: an explanation is a stable code, an English msgid and parameters, so that screens can say it in any language.

``gettext_noop`` marks a msgid for extraction and returns it unchanged; nothing here imports Django.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from karum.money import Money
from karum.rules.domain.texts import TEXTS

Param = str | int | Decimal | Money | date


@dataclass(frozen=True, slots=True)
class Reason:
    """One explanation. ``text`` is an English msgid with ``%(name)s`` places; a Decimal parameter is a fraction."""

    code: str
    text: str
    params: Mapping[str, Param]
    item_index: int | None = None

    def say(self, translate: Callable[[str], str] = str, show: Callable[[Param], str] | None = None) -> str:
        """Return the sentence; ``translate`` is gettext, ``show`` writes a parameter (default: plain English)."""
        shown = show or show_plain
        return translate(self.text) % {name: shown(value) for name, value in self.params.items()}

    @property
    def english(self) -> str:
        return self.say()

    def to_json(self) -> dict[str, object]:
        body: dict[str, object] = {
            "code": self.code,
            "text": self.english,
            "params": {name: show_plain(value) for name, value in self.params.items()},
        }
        if self.item_index is not None:
            body["item_index"] = self.item_index
        return body


def why(code: str, item_index: int | None = None, /, **params: Param) -> Reason:
    """Return the reason with this code. A code that ``texts.py`` does not hold is a bug (KeyError)."""
    return Reason(code, TEXTS[code], params, item_index)


def show_plain(value: Param) -> str:
    """Write a parameter in English: ``12 %``, ``GBP 135.00``, ``2026-07-01``."""
    if isinstance(value, Decimal):
        return f"{percent(value)} %"
    return str(value)


def percent(rate: Decimal) -> str:
    """Return a fraction in per cent without useless zeros: 0.0346 is ``3.46``."""
    text = f"{rate * 100:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
