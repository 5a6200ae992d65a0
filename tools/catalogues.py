"""What is wrong in a translation file, besides the words: places for values, plural forms, tags, spaces, old texts.

``python -m tools.catalogues`` says it for every language, and ends with 1 when there is something.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from gettext import c2py

from babel.messages.catalog import Catalog, Message
from django.conf import settings

from tools.messages import LANGUAGES, PLACE, catalogue, missing, texts

_TAG = re.compile(r"<[^>]+>")
_ENTITY = re.compile(r"&[a-z]+;")
_WORD = re.compile(r"[^\W\d_]+")
_EDGES = re.compile(r"^\s*|\s*$")
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "DEVANAGARI")


def problems(language: str, template: Catalog) -> list[str]:
    """Return each fault of one language's file as a line that says which text has it; ``template``: all texts."""
    known = catalogue(language)
    return [
        *(f"not in the file, run make messages: {m.id}" for m in template if m.id and not _in(known, m)),
        *(f"no longer in the program, run make messages: {m.id}" for m in known if m.id and not _in(template, m)),
        *(f"kept though it is old: {m.id}" for m in known.obsolete.values()),
        *(f"not translated: {text}" for text in missing(known)),
        *(f"{fault}: {ids_of(m)[0]!r} -> {said!r}" for m in known if m.id for fault, said in faults(m, known)),
    ]


def faults(message: Message, known: Catalog) -> Iterator[tuple[str, str]]:
    """Yield (what is wrong, the translation) for a message that is translated."""
    ids, strings = ids_of(message), strings_of(message)
    if message.fuzzy:
        yield "guessed (fuzzy)", strings[0]
    if not all(strings):
        return
    if message.pluralizable and len(strings) != known.num_plurals:
        yield f"has {len(strings)} plural forms instead of {known.num_plurals}", strings[0]
        return
    for form, said in enumerate(strings):
        # "One" may stand in words where the form is for one number only; the other forms carry the number.
        alone = message.pluralizable and _says_one_number(form, known)
        allowed = [set(PLACE.findall(text)) for text in ids]
        used = set(PLACE.findall(said))
        if not (used <= allowed[-1] and (alone or used >= allowed[-1])):
            yield "places for values differ", said
        if sorted(_TAG.findall(said)) not in [sorted(_TAG.findall(text)) for text in ids]:
            yield "tags differ", said
        if sorted(_ENTITY.findall(said)) != sorted(_ENTITY.findall(ids[0])):
            yield "entities differ", said
        if _EDGES.findall(said) != _EDGES.findall(ids[0]):
            yield "spaces at the edges differ", said
        if mixed := [word for word in _WORD.findall(PLACE.sub(" ", said)) if _is_mixed(word)]:
            yield f"letters of two alphabets in one word ({', '.join(mixed)})", said


def ids_of(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def strings_of(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string,)


def _in(where: Catalog, message: Message) -> bool:
    return where.get(message.id, context=message.context) is not None


def _says_one_number(form: int, known: Catalog) -> bool:
    """Whether a form is for one number, or for none and one as in French, and not for 1, 21, 31 as in Russian."""
    rule = c2py(known.plural_expr)
    numbers = {number for number in range(200) if rule(number) == form}
    return len(numbers) == 1 or numbers == {0, 1}


def _is_mixed(word: str) -> bool:
    """Whether a Latin c stands among Cyrillic letters, and the like: it looks right and is found by no search."""
    alphabets: Iterable[str] = (unicodedata.name(letter, "").split(" ")[0] for letter in word)
    return len({alphabet for alphabet in alphabets if alphabet in _ALPHABETS}) > 1


def main() -> int:
    settings.configure()
    template, found = texts(), 0
    for language in LANGUAGES:
        for line in problems(language, template):
            print(f"{language}: {line}")
            found += 1
    print(f"{len(LANGUAGES)} languages, {len(template)} texts, {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
