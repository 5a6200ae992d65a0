"""Names made comparable, whatever their script, order, spelling, legal form or title.

A name becomes words of plain Latin letters. Each word has a skeleton, the consonants that a transliteration keeps:
Muhammad, Mohammed and محمد share ``mhmd``. From the skeleton come the keys by which the database finds similar words.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

from karum.compliance.domain.vocabulary import vocabulary

WORDS_MAX = 12
WORD_LENGTH_MAX = 40
NAME_LENGTH_MAX = 300

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]+")
_TWO_SIGN_SURNAMES = frozenset({"欧阳", "司马", "诸葛", "上官", "司徒", "东方", "皇甫", "令狐", "歐陽", "司馬", "諸葛"})
_PERSON_SIGNS_MAX = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared. ``joined``: its words without gaps, for those that are written apart or together."""

    words: tuple[str, ...]

    @property
    def joined(self) -> str:
        return "".join(self.words)


@lru_cache(maxsize=4096)
def name_of(text: str) -> Name:
    """The name that ``text`` writes, in any script. Without a letter or digit it has no words."""
    words = _latin_words(text[:NAME_LENGTH_MAX])
    kept = _without(words)
    known = vocabulary().variant
    tidy = [known.get(word, word) for word in _servants_joined(kept)]
    return Name(tuple(word[:WORD_LENGTH_MAX] for word in tidy[:WORDS_MAX]))


def _latin_words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    for form in vocabulary().forms_native:
        plain = plain.replace(form, " ")
    plain = _HAN.sub(lambda run: f" {_han(run[0])} ", plain)
    plain = _HANGUL.sub(lambda run: f" {_hangul(run[0])} ", plain)
    plain = _ARABIC.sub(lambda run: f" {_arabic(run[0])} ", plain)
    plain = re.sub(r"['’‘ʼʻ`´ʹʺ]", "", plain.casefold())
    latin = re.sub(r"['`]", "", anyascii(plain).lower())
    latin = re.sub(r"\b(?:[a-z]\.){2,}", lambda dotted: dotted[0].replace(".", "") + " ", latin)
    return re.findall(r"[a-z0-9]+", latin)


def _han(signs: str) -> str:
    """Pinyin: a person's surname and given name, or a firm's signs two by two."""
    syllables = [anyascii(sign).strip().lower() for sign in signs]
    if 2 <= len(signs) <= _PERSON_SIGNS_MAX:
        cut = 2 if signs[:2] in _TWO_SIGN_SURNAMES and len(signs) > 2 else 1
        return f"{''.join(syllables[:cut])} {''.join(syllables[cut:])}"
    return " ".join("".join(syllables[i : i + 2]) for i in range(0, len(syllables), 2))


def _hangul(signs: str) -> str:
    syllables = [anyascii(sign).strip().lower() for sign in signs]
    if 2 <= len(signs) <= _PERSON_SIGNS_MAX:
        return f"{syllables[0]} {''.join(syllables[1:])}"
    return "".join(syllables)


def _arabic(word: str) -> str:
    """Without the article; a first letter that only carries a vowel is one; the silent last letter is none."""
    bare = word.removeprefix("ال") if len(word) > 3 else word
    if bare[:1] in _VOWEL_CARRIERS:
        bare = f"a{bare[1:]}"
    return bare.translate(_ARABIC_LETTERS)


_VOWEL_CARRIERS = frozenset("عاأإآ")
# One Latin letter each, so that no two of them read as one sound.
_ARABIC_LETTERS = str.maketrans(
    {
        "ة": "a", "ظ": "z", "ذ": "d", "ث": "s", "خ": "h", "ح": "h", "ش": "s", "غ": "g", "ق": "k", "چ": "c", "ژ": "j"
    }
)  # fmt: skip


def _without(words: list[str]) -> list[str]:
    """The words that tell: without legal forms, titles and particles; all of them when nothing else is left."""
    known = vocabulary()
    left, at = [], 0
    while at < len(words):
        phrase = next((p for p in known.phrases if tuple(words[at : at + len(p)]) == p), None)
        if phrase:
            at += len(phrase)
        else:
            left.append(words[at])
            at += 1
    told = [w for w in left if w not in known.forms and w not in known.honorifics and w not in known.particles]
    return told or [w for w in left if w not in known.forms] or words


def _servants_joined(words: list[str]) -> list[str]:
    """Abd and what follows are one name: Abdul Karim, Abd al-Karim, Abdelkarim."""
    out: list[str] = []
    waits = False
    for word in words:
        if word in _SERVANT:
            waits = True
        elif waits:
            out.append(f"abd{word}")
            waits = False
        else:
            out.append(re.sub(r"^abd(?:[aeiou]+l?|l)(?=[^aeiou]|lah|allah)(?=.{3})", "abd", word))
    return [*out, "abd"] if waits else out


_SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "abdoul", "abdol", "abdu", "abdur", "abdus", "abdou"})

# Sounds that alphabets write differently, in the order in which they are replaced.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ff$", "v"), (r"(?<=[iy])j", ""), (r"tsch|tch|cz", "c"), (r"shch|sch|sh|sz", "s"), (r"zh|dzh|dj", "j"),
        (r"kh", "h"), (r"gh", "g"), (r"dh", "d"), (r"th", "t"), (r"ph", "f"), (r"ck|q", "k"), (r"ts|tz", "s"),
        (r"x", "ks"), (r"ch", "c"), (r"c(?=[eiy])", "s"), (r"c(?=[aou])", "k"), (r"z", "s"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=65536)
def skeletons(word: str) -> tuple[str, ...]:
    """The consonants of a word by their sound; a vowel at the beginning is ``a``, digits stay.

    A second one for words with a w, which is a consonant to some alphabets and a vowel to others; a rough third one
    for words with sounds that Arabic letters do not tell apart.
    """
    sound = word[1:] if word.startswith("ye") and len(word) > 4 else word  # Yelena, Elena; but Yemen
    if _abjad(word):  # each letter is a sound of its own: th is t and h
        plain = _bones(re.sub(r"(.)\1+", r"\1", sound.replace("z", "s")), "aeiouyw")
        return tuple(dict.fromkeys((plain, plain.translate(_ROUGH))))
    for pattern, plain in _SOUNDS:
        sound = pattern.sub(plain, sound)
    plain, without_w = _bones(sound, "aeiouy").replace("w", "v"), _bones(sound, "aeiouyw")
    return tuple(dict.fromkeys((plain, without_w, without_w.translate(_ROUGH))))


_ROUGH = str.maketrans("pvgc", "bfjs")


def _bones(sound: str, vowels: str) -> str:
    begin = "a" if sound[:1] in set("aeiou") else sound[:1]
    bones = begin + "".join(letter for letter in sound[1:] if letter not in vowels)
    return bones[:-1] if len(bones) > 2 and bones.endswith("h") else bones


def _abjad(word: str) -> bool:
    """Whether the word seems to come from a script without vowels, in which w and y may stand for them."""
    return len(word) > 2 and not re.search(r"[aeiou]", word[1:]) and word.isalpha()


def keys_of(word: str) -> list[str]:
    """What the database finds similar words by: the skeleton, and the skeleton with one letter less for a slip."""
    keys: list[str] = []
    for bones in skeletons(word):
        if len(bones) < 2:
            keys.append(word)
            continue
        keys.append(bones)
        if len(bones) > 3:
            keys += [bones[:i] + bones[i + 1 :] for i in range(len(bones))]
    return list(dict.fromkeys(keys))


JOINED = "="
"""Before the words of a name written without gaps, among the words of the index."""


def index_words(name: Name) -> list[str]:
    """The words under which a listed name is found: its own, and all of them together."""
    words = list(dict.fromkeys(name.words))
    return [*words, JOINED + name.joined] if len(name.joined) >= _JOINED_MIN else words


def index_keys(word: str) -> list[str]:
    """The keys of a word of the index; a name written together has its skeleton only."""
    if word.startswith(JOINED):
        return [JOINED + bones for bones in skeletons(word[1:])]
    return keys_of(word)


def sought_keys(name: Name) -> list[str]:
    """The keys under which names like this one stand in the index, whatever gaps either side leaves."""
    pairs = [one + two for one, two in pairwise(name.words)]
    keys = [key for word in (*name.words, *pairs) for key in keys_of(word)]
    together = [word for word in (*name.words, *pairs, name.joined) if len(word) >= _JOINED_MIN]
    return list(dict.fromkeys([*keys, *(JOINED + bones for word in together for bones in skeletons(word))]))


_JOINED_MIN = 6


def is_patronymic(word: str) -> bool:
    return len(word) > 6 and word.endswith(vocabulary().patronymics)
