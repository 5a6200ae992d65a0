"""``make messages``: bring the translation files (.po) up to date with the texts in the program.

New texts arrive empty, texts that are gone leave, nothing is guessed (no fuzzy matches). Says what is missing.
What a catalogue lacks or has wrong is said by ``python -m tools.catalogues``, a part of ``make check``.
"""

import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from enmerkar.extract import extract_django

SRC = Path(__file__).parent.parent / "src" / "karum"
LOCALE = SRC / "site" / "locale"
LANGUAGES = ("fr", "es", "pt", "ar", "zh_Hans", "hi", "sw", "id", "ru")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "N_": None,
}

PLACE = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|%%")
"""A place for a value in a text."""

_SENTENCE = re.compile(r'(ask|help|label|reference|text) = "')

Text = tuple[Path, int, str | tuple[str, ...], list[str], str | None]
"""file, line, the text or its two forms, notes for translators, context"""


def texts() -> Catalog:
    """Every text of the program, from Python and templates, with the places where it stands."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path, line, message, comments, context in _found():
        catalog.add(message, None, [(str(path.relative_to(SRC)), line)], auto_comments=comments, context=context)
    for message in catalog:
        _flag(message)
    return catalog


def catalogue(language: str) -> Catalog:
    """The translations of one language as they are; empty when there is no file yet."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, template: Catalog) -> tuple[int, int]:
    """Rewrite one file; return how many texts there are and how many are not translated."""
    known = catalogue(language)
    fresh = Catalog(locale=language, charset="utf-8", fuzzy=False, header_comment=f"# Karum: {language}")
    for message in template:
        if message.id:
            before = known.get(message.id, context=message.context)
            string = before.string if before else ("",) * fresh.num_plurals if message.pluralizable else ""
            _flag(fresh.add(message.id, string, message.locations, context=message.context))
    text = BytesIO()
    write_po(text, fresh, width=120, sort_output=True, omit_header=False, include_lineno=False, ignore_obsolete=True)
    _path(language).parent.mkdir(parents=True, exist_ok=True)
    # Dates and names would change the file each time and say nothing.
    idle = (b"-Date:", b"Project-Id", b"Report-Msgid", b"Last-Translator", b"Language-Team", b"Generated-By")
    lines = [line for line in text.getvalue().splitlines(keepends=True) if not any(word in line for word in idle)]
    _path(language).write_bytes(b"".join(lines))
    return len(fresh), len(missing(fresh))


def missing(translations: Catalog) -> list[str]:
    """Texts that have no translation, or not in every plural form."""
    found = []
    for message in translations:
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and not all(strings):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def _flag(message: Message) -> None:
    """Only what has places for values is a pattern: "0.5 % of alcohol" is none, though Babel reads an octal number."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    if not any(PLACE.search(text) for text in ids):
        message.flags.discard("python-format")


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _found() -> Iterator[Text]:
    for path in sorted(SRC.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _in_python(path)
    for path in sorted(SRC.glob("*/templates/**/*")):
        if path.is_file():
            yield from _in_template(path)
    for name in ("questions.toml", "hs_notes.toml"):
        yield from _in_data(SRC / "rules" / "data" / name)


def _in_python(path: Path) -> Iterator[Text]:
    with path.open("rb") as file:
        for line, message, comments, context in extract("python", file, KEYWORDS, ["Translators:"]):
            yield path, line, message, comments, context


def _in_template(path: Path) -> Iterator[Text]:
    with path.open("rb") as file:
        for line, function, message, comments in extract_django(file, KEYWORDS, [], {}):
            if function in ("pgettext", "npgettext"):
                context, *rest = message
                yield path, line, rest[0] if len(rest) == 1 else tuple(rest), comments, context
            else:
                yield path, line, message if isinstance(message, str) else tuple(message), comments, None


def _in_data(path: Path) -> Iterator[Text]:
    """Sentences that stand in a data file: the values of ``ask``, ``help``, ``label``, ``reference`` and ``text``."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if found := _SENTENCE.match(line):
            yield path, number, str(tomllib.loads(line)[found.group(1)]), [], None


def main() -> None:
    settings.configure()
    template = texts()
    for language in LANGUAGES:
        total, left = update(language, template)
        print(f"{language}: {total} texts, {left} without translation")


if __name__ == "__main__":
    main()
