"""Pseudo-languages: what a page looks like in a language with long words, and in one that is written from the right.

``python -m tools.pseudo FOLDER`` writes two catalogues made of the English texts; a hub that is started with
``PSEUDO_LANGUAGES=FOLDER`` offers them beside the real ones (``en-xa``, ``ar-xb``, the names that CLDR keeps for this).
Every text stands in brackets: what has none was never given to gettext, what lacks one was cut or glued. The tests
walk the screens in both (tests/journeys/test_pseudo.py); no buyer ever sees them.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

from tools.messages import texts

OPEN, CLOSE = "⟦", "⟧"
LONGER = 1.4
_KEPT = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|%%|<[^>]+>|&[a-z]+;|\{[a-z_]*\}|https?:\S+")
_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀçđéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁɃÇĐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ"
)
_FROM_THE_RIGHT = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابكدعفجهيزقلمنوپرستطثوخضغظابكدعفجهيزقلمنوپرستطثوخضغظ"
)


def long_text(text: str) -> str:
    """Return a text with accents and 40 % more letters: ``⟦Šéáárçĥ⟧``."""
    return _bracketed(text, lambda part: _longer(part).translate(_ACCENTS))


def text_from_the_right(text: str) -> str:
    """Return a text in Arabic letters, which mean nothing."""
    return _bracketed(text, lambda part: part.translate(_FROM_THE_RIGHT))


PSEUDO: dict[str, Callable[[str], str]] = {"en_XA": long_text, "ar_XB": text_from_the_right}


def write(folder: Path) -> Path:
    """Write the catalogues into ``folder`` and return it."""
    for name, change in PSEUDO.items():
        made = Catalog(locale="en", charset="utf-8", fuzzy=False)
        for message in [*texts(), *_djangos_own()]:
            if message.id:
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                said = tuple(change(text) for text in ids)
                made.add(message.id, said if message.pluralizable else said[0], context=message.context)
        target = folder / name / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, made)
    return folder


def _bracketed(text: str, change: Callable[[str], str]) -> str:
    inner = text.strip()
    if not inner:
        return text
    start = text.index(inner)
    parts = re.split(f"({_KEPT.pattern})", inner)
    said = "".join(part if place % 2 else change(part) for place, part in enumerate(parts))
    return f"{text[:start]}{OPEN}{said}{CLOSE}{text[start + len(inner) :]}"


def _longer(part: str) -> str:
    """Double the vowels, from the left, until the part is long enough: long words break more than more words."""
    wanted, said, added = round(len(part) * LONGER), "", 0
    for letter in part:
        is_doubled = letter in "aeiouyAEIOUY" and len(part) + added < wanted
        added += is_doubled
        said += letter * 2 if is_doubled else letter
    return said


def _djangos_own() -> Catalog:
    """What Django itself says below a wrong field."""
    own = Path(django.__file__).parent / "conf" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    with own.open("rb") as file:
        return read_po(file)


if __name__ == "__main__":
    settings.configure()
    print(f"PSEUDO_LANGUAGES={write(Path(sys.argv[1])).resolve()}")
