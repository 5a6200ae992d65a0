"""Groups of words that mean the same goods, within a language and across languages. Pure, but for reading its files.

``data/synonyms/*.csv``: one group a row, one language a column, words and phrases divided by ``|``; a new language is a
new column. ``is`` names the wider group: who asks for a drum sees djembes. The index holds the groups of a text beside
its words, each text in its own language, so the French "pain" is bread and the English one is not. What goods are for
customs is another matter (rules/data/product_words): cod and salmon share a heading there and are no synonyms.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from karum.catalogue.domain.words import one_letter_less
from karum.rules.classify.vocabulary import key, small_words
from karum.text.folding import fold, is_unspaced, split

DATA = Path(__file__).parent.parent / "data" / "synonyms"
_NO_LANGUAGE = ("group", "is")
_TRIED = 6
_SPELLED_MIN = 4  # letters: shorter words are one slip from everything


class Asked(NamedTuple):
    """The words from ``first`` to ``last`` (both included) mean the goods of these groups."""

    first: int
    last: int
    names: tuple[str, ...]


class _Words(NamedTuple):
    """One language. A phrase is its folded words, or their stems, with spaces between; ``longest`` counts words."""

    small: frozenset[str]
    exact: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    runs: Mapping[str, tuple[str, ...]]  # phrases of scripts without spaces
    longest: Mapping[str, int]  # first word, or its stem -> how many words the longest phrase has that begins so
    longest_run: int
    spelled: frozenset[str]


class _Found(NamedTuple):
    first: int
    last: int
    words: int
    own: bool
    names: tuple[str, ...]


def concepts(text: str, language: str) -> list[str]:
    """Return the groups that a text in ``language`` names and the wider ones they belong to, each once."""
    known = _language(language)
    if known is None:
        return []
    names: dict[str, None] = {}
    for found in _phrases(split(text), language, known):
        for name in found.names:
            names.update(dict.fromkeys(_with_wider(name)))
    return list(names)


def asked_concepts(words: Sequence[str], language: str) -> list[Asked]:
    """Return what the folded words of a question mean, in order and without overlap.

    Longer phrases come first, then the page's ``language``; a word that it does not know is looked for in all others.
    """
    own = _base(language)
    found = []
    for other in _languages():
        known = _language(other)
        if known is not None:
            found += [one._replace(own=other == own) for one in _phrases(words, other, known, exact=other != own)]
    taken: dict[int, _Found] = {}
    for one in sorted(found, key=lambda each: (-each.words, not each.own, each.first)):
        places = range(one.first, one.last + 1)
        there = {taken[place] for place in places if place in taken}
        if not there:
            taken.update(dict.fromkeys(places, one))
        elif len(there) == 1 and not (same := there.pop()).own and (same.first, same.last) == (one.first, one.last):
            # The same word in several languages: any of its meanings.
            both = same._replace(names=tuple(dict.fromkeys((*same.names, *one.names))))
            taken.update(dict.fromkeys(places, both))
    return [Asked(one.first, one.last, one.names) for one in sorted(set(taken.values()))]


def cut(run: str) -> list[str]:
    """Return a run of a script without spaces in pieces: known words, the longest first, and what is between them."""
    pieces: list[str] = []
    rest = ""
    place = 0
    while place < len(run):
        size = next((len(piece) for piece, _ in _in_run(run, place)), 0)
        if size:
            pieces += [rest] * bool(rest) + [run[place : place + size]]
            rest = ""
        else:
            rest += run[place]
        place += size or 1
    return pieces + [rest] * bool(rest)


def name_in(group: str, language: str) -> str:
    """Return what a group is called in ``language`` (its first word there), empty when nobody has said."""
    return _names().get(group, {}).get(_base(language), "")


def near_names(word: str, language: str) -> list[str]:
    """Return words one slip away from a folded one that stand in names of goods in ``language``, the likeliest first.

    Those with the same first letter come first, then those as long as it; none where the word itself is one.
    """
    known = _language(language)
    if known is None or len(word) < _SPELLED_MIN or word in known.spelled:
        return []
    forms = _slips(_base(language))
    near = {name for form in one_letter_less(word) for name in forms.get(form, ())}
    return sorted(near, key=lambda name: (name[0] != word[0], abs(len(name) - len(word)), name))


def spelled_as_goods(words: Sequence[str], place: int, language: str) -> str:
    """Return the word that the one at ``place`` was meant to be, a name of goods one slip away; itself when none is.

    One that makes a longer name with its neighbours is likelier: "aceite de olva" is oil (oliva), and no pot (olla).
    """

    def together(name: str) -> int:
        meant = asked_concepts([*words[:place], name, *words[place + 1 :]], language)
        return max((one.last - one.first for one in meant if one.first <= place <= one.last), default=-1)

    return max(near_names(words[place], language)[:_TRIED], key=together, default=words[place])


def beginning(start: str, language: str, limit: int) -> list[str]:
    """Return names of goods in ``language`` that begin with a folded text, as people write them."""
    names = _spelled(_base(language))
    found = (name for folded, name in names if folded.startswith(start) and folded != start)
    return list(islice(found, limit)) if start else []


def wider(group: str) -> tuple[str, ...]:
    """Return the groups that ``group`` belongs to, the nearest first; none for an unknown one."""
    return _with_wider(group)[1:]


def _phrases(words: Sequence[str], language: str, known: _Words, *, exact: bool = False) -> Iterator[_Found]:
    """The groups of ``words``, the longest phrase at each place; small words between are passed over."""
    base = _base(language)
    kept = [(place, word) for place, word in enumerate(words) if word not in known.small]
    start = 0
    while start < len(kept):
        place, word = kept[start]
        if not word.isascii() and is_unspaced(word):
            names = tuple(dict.fromkeys(name for _, found in _pieces(word, known) for name in found))
            if names:
                yield _Found(place, place, 1, True, names)
            start += 1
            continue
        longest = known.longest.get(word, 0) if exact else _longest(word, base)
        for size in range(min(longest, len(kept) - start), 0, -1):
            part = [one for _, one in kept[start : start + size]]
            found = known.exact.get(" ".join(part))
            if found is None and not exact:
                found = known.stems.get(" ".join(key(one, base) for one in part))
            if found and not (exact and size == 1 and len(part[0]) < 3):  # two letters mean too much elsewhere
                yield _Found(place, kept[start + size - 1][0], size, True, found)
                start += size
                break
        else:
            start += 1


@lru_cache(maxsize=50_000)
def _longest(word: str, base: str) -> int:
    """How many words the longest phrase has that begins with ``word`` or its stem; 0: none does."""
    known = _language(base)
    return max(known.longest.get(word, 0), known.longest.get(key(word, base), 0)) if known else 0


def _pieces(run: str, known: _Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    place = 0
    while place < len(run):
        piece = next(_in_run(run, place, known), None)
        if piece:
            yield piece
        place += len(piece[0]) if piece else 1


def _in_run(run: str, place: int, known: _Words | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Known words that begin at ``place``, the longest first; of all languages unless one is given."""
    languages = [known] if known else [one for code in _languages() if (one := _language(code)) and one.runs]
    for words in languages:
        for size in range(min(words.longest_run, len(run) - place), 0, -1):
            piece = run[place : place + size]
            if piece in words.runs:
                yield piece, words.runs[piece]


@cache
def _with_wider(name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while name and name not in found:
        found[name] = None
        name = _wider().get(name, "")
    return tuple(found)


@cache
def _language(language: str) -> _Words | None:
    """The words of one language; None for one that no file has."""
    base = _base(language)
    if base not in _languages():
        return None
    exact: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    runs: dict[str, tuple[str, ...]] = {}
    small = small_words(base)
    for row in _rows():
        for phrase in row[base].split("|"):
            parts = split(phrase)
            if parts and all(is_unspaced(part) for part in parts):
                _add(runs, "".join(parts), row["group"])
                continue
            parts = [part for part in parts if part not in small] or parts
            if parts:
                _add(exact, " ".join(parts), row["group"])
                _add(stems, " ".join(key(part, base) for part in parts), row["group"])
    longest: dict[str, int] = {}
    for phrase in (*exact, *stems):
        first, _, more = phrase.partition(" ")
        longest[first] = max(longest.get(first, 0), 1 + more.count(" ") + bool(more))
    spelled = frozenset(word for phrase in exact for word in phrase.split())
    return _Words(small, exact, stems, runs, longest, max(map(len, runs), default=1), spelled)


def _add(phrases: dict[str, tuple[str, ...]], phrase: str, group: str) -> None:
    if phrase and group not in phrases.get(phrase, ()):
        phrases[phrase] = (*phrases.get(phrase, ()), group)


@cache
def _slips(base: str) -> dict[str, tuple[str, ...]]:
    """A form with one letter less -> the words of goods' names that it may come from."""
    known = _language(base)
    forms: dict[str, tuple[str, ...]] = {}
    for word in sorted(known.spelled) if known else ():
        if len(word) >= _SPELLED_MIN and word.isalpha():
            for form in one_letter_less(word):
                forms[form] = (*forms.get(form, ()), word)
    return forms


@cache
def _languages() -> tuple[str, ...]:
    return tuple(name for name in _rows()[0] if name not in _NO_LANGUAGE)


@cache
def _spelled(base: str) -> tuple[tuple[str, str], ...]:
    """(folded, as written) of every phrase of a language, the first of each group before the others."""
    rows = [row.get(base, "").split("|") for row in _rows()]
    phrases = [*(row[0] for row in rows), *(phrase for row in rows for phrase in row[1:])]
    return tuple((fold(phrase), phrase) for phrase in dict.fromkeys(phrases) if phrase)


@cache
def _wider() -> dict[str, str]:
    return {row["group"]: row["is"] for row in _rows() if row["is"]}


@cache
def _names() -> dict[str, dict[str, str]]:
    return {row["group"]: {code: row[code].split("|")[0] for code in _languages()} for row in _rows()}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    rows: list[dict[str, str]] = []
    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return tuple(rows)


def _base(language: str) -> str:
    return language.split("-")[0].lower()
