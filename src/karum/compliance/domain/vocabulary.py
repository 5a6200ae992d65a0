"""The words of ``data/names.toml``: read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "names.toml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``variant``: spelling -> the one that stands for all. ``phrases``: legal forms in several words, long first."""

    forms: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    forms_native: tuple[str, ...]
    honorifics: frozenset[str]
    particles: frozenset[str]
    patronymics: tuple[str, ...]
    variant: dict[str, str]
    common: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the program."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    variant: dict[str, str] = {}
    for line in raw["variants"]:
        first, *others = line.split()
        for spelling in (first, *others):
            variant.setdefault(spelling, first)
    common = f"{raw['common']} {raw['common_firms']}".split()
    return Vocabulary(
        forms=frozenset(raw["forms"].split()),
        phrases=tuple(sorted((tuple(words.split()) for words in raw["phrases"]), key=len, reverse=True)),
        forms_native=tuple(sorted((*raw["forms_cjk"], *raw["forms_arabic"]), key=len, reverse=True)),
        honorifics=frozenset(raw["honorifics"].split()),
        particles=frozenset(raw["particles"].split()),
        patronymics=tuple(raw["patronymics"]),
        variant=variant,
        common=frozenset(variant.get(word, word) for word in common),
    )
