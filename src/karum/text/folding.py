"""Folding: the same word written in another way becomes the same text. Pure.

Capitals, accents, width and ligatures go; letters of other alphabets stay what they are. Marks that carry sound
(Devanagari vowels, Thai tones) are kept: only marks of Latin, Greek, Cyrillic, Arabic and Hebrew are decoration.
"""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
# Letters that Unicode does not decompose, and Arabic letters that people use for one another.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ة": "ه", "ى": "ي", "ٱ": "ا", "ک": "ك", "ی": "ي", "ہ": "ه",
        "।": " ", "॥": " ", "’": " ", "'": " ", "ʼ": " ", "_": " ",
    }
)  # fmt: skip
# Letters and digits, and the marks that belong to them in the scripts of South and South-East Asia.
_WORD = re.compile("[\\w\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han. Korean has spaces, but glues endings.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003134f]+"
)
_FIRST_UNSPACED = "\u0e00"
LONGEST = 40


def fold(text: str) -> str:
    """Return ``text`` without capitals, accents and other ways of writing: ``Café`` and ``CAFE`` both give ``cafe``."""
    if text.isascii():
        return text.lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
    return unicodedata.normalize("NFC", plain.translate(_LETTERS))


def split(text: str) -> list[str]:
    """Return the folded words of ``text`` in order; a run of a script without spaces is one word for itself."""
    folded = fold(text)
    if folded.isascii() or not _UNSPACED.search(folded):
        return [found[:LONGEST] for found in _WORD.findall(folded)]
    words: list[str] = []
    for found in _WORD.findall(folded):
        start = 0
        for run in _UNSPACED.finditer(found):
            if run.start() > start:
                words.append(found[start : run.start()][:LONGEST])
            words.append(run.group())
            start = run.end()
        if start < len(found):
            words.append(found[start:][:LONGEST])
    return words


def is_unspaced(word: str) -> bool:
    """True for a word of a script that has no spaces between words."""
    return word[:1] >= _FIRST_UNSPACED and bool(_UNSPACED.match(word))


def pairs(run: str) -> list[str]:
    """Return each two neighbours of an unspaced run, and its last character: ``茶叶罐`` gives 茶叶, 叶罐, 罐."""
    return [run[i : i + 2] for i in range(len(run))]
