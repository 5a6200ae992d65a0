"""Stems: words that differ by grammar only become one. Pure. Source: Snowball (snowballstemmer).

Languages without a stemmer, such as Swahili and Chinese, give the word back.
"""

from functools import cache, lru_cache
from threading import Lock
from typing import Protocol, cast

import snowballstemmer  # type: ignore[import-untyped]

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802


# Stemmers keep the word that they work on in themselves, so one thread at a time.
_stemming = Lock()


@cache
def _stemmer(language: str) -> _Stemmer | None:
    algorithm = _STEMMERS.get(language.split("-")[0])
    return cast("_Stemmer", snowballstemmer.stemmer(algorithm)) if algorithm else None


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word in ``language``, or the word where no stemmer knows the language."""
    stemmer = _stemmer(language)
    if stemmer is None or word.isdigit():
        return word
    with _stemming:
        return stemmer.stemWord(word) or word
