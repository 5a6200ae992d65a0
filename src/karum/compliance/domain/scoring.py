"""How close somebody's name is to one on a list, and why: points from 0 to 100, with everything that speaks for it.

Each word weighs as much as it tells: a rare one nearly 1, one that thousands have little. Words are paired whatever
their order. From the weight of what is paired, seen from either side, come the points; country, birth, kind and the
quality of the listed name add or take away. Nothing here is a decision: the band only says whether a person looks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from karum.compliance.domain.names import Name, is_patronymic, name_of, skeletons
from karum.compliance.domain.rules import Band, Rules

Weight = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is screened. kind: "person", "entity", or "" when it may be either. countries: where she lives, is from."""

    names: tuple[str, ...]
    kind: str = ""
    countries: tuple[str, ...] = ()
    births: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed name with what its entry says. births: first and last day of each span, None is open."""

    name: str
    strong: bool
    kind: str
    countries: tuple[str, ...] = ()
    births: tuple[tuple[date | None, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of hers and a listed one. likeness: 1 is the same, 0.9 the same sound."""

    hers: str
    listed: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something beside the name. ``code`` is a key of the texts; ``points`` above zero speak for the match."""

    code: str
    points: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One name of hers against one listed name."""

    hers: str
    listed: str
    score: int
    band: Band
    pairs: tuple[Pair, ...]
    only_hers: tuple[str, ...]
    only_listed: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def match(subject: Subject, candidate: Candidate, weight: Weight, rules: Rules) -> Match:
    """The best of the subject's names against the candidate's, with its points, its band and why."""
    listed = name_of(candidate.name)
    is_person = candidate.kind == "person"
    found = max(
        (_names(name, name_of(name), listed, weight, is_person) for name in subject.names), key=lambda one: one.points
    )
    evidence = [*_evidence(subject, candidate, rules)]
    if found.told < 1 and found.points:
        evidence.append(Evidence("little_said", round(rules.little_said * (1 - found.told), 1)))
    points = max(0.0, min(100.0, found.points + sum(e.points for e in evidence)))
    score = int(points)
    band = rules.band(score)
    if band is Band.STRONG and (not candidate.strong or found.told < _ENOUGH_FOR_STRONG):
        band = Band.REVIEW  # a weak alias, or a name that very many have, is for a person to look at
    return Match(
        found.hers, candidate.name, score, band, found.pairs, found.only_hers, found.only_listed, tuple(evidence)
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """``told``: how much the paired words tell, 1 is enough to mean one person or firm."""

    hers: str
    points: float
    told: float
    pairs: tuple[Pair, ...] = ()
    only_hers: tuple[str, ...] = ()
    only_listed: tuple[str, ...] = ()


ENOUGH_TOLD = 1.2
_ENOUGH_FOR_STRONG = 0.7
_UNSAID = 0.35  # what a patronymic, an initial or a middle name weighs when the other side lacks it
_FROM_WORSE, _FROM_BETTER = 0.45, 0.55
_ALONE_MUST_TELL = 0.8
_JOINED_LIKE, _JOINED_LETTERS, _JOINED_LENGTH_MIN = 0.86, 0.72, 6


def _names(text: str, hers: Name, listed: Name, weight: Weight, is_person: bool) -> _Compared:
    if not hers.words or not listed.words:
        return _Compared(text, 0, 0)
    mine, theirs = _gaps_closed(hers.words, listed.words), _gaps_closed(listed.words, hers.words)
    pairs, only_hers, only_listed = _paired(mine, theirs, weight)
    paired = sum(weight(p.listed) * p.likeness for p in pairs)
    told = min(1.0, paired / ENOUGH_TOLD)
    if len(pairs) == 1 and min(len(mine), len(theirs)) > 1 and weight(pairs[0].listed) < _ALONE_MUST_TELL:
        points = 0.0  # one common word alone ties nobody to anybody
    else:
        missed = sum(weight(p.listed) * (1 - p.likeness) for p in pairs)
        spared = (mine[1:-1], theirs[1:-1]) if is_person else ((), ())
        worse, better = sorted(
            paired / total if (total := paired + missed + _unpaired(rest, middle, weight)) else 0.0
            for rest, middle in zip((only_hers, only_listed), spared, strict=True)
        )
        points = 100 * (_FROM_WORSE * worse + _FROM_BETTER * better)
    together = _joined(hers.joined, listed.joined)
    if 99 * together > points:
        least = min(sum(weight(word) for word in name.words) for name in (hers, listed))
        whole = (Pair(hers.joined, listed.joined, round(together, 2)),)
        return _Compared(text, 99 * together, max(told, min(1.0, least / ENOUGH_TOLD)), whole)
    return _Compared(text, points, told, tuple(pairs), tuple(only_hers), tuple(only_listed))


def _joined(one: str, other: str) -> float:
    """How alike two names are without their gaps; a shared sound alone is not enough for so long a word."""
    if min(len(one), len(other)) < _JOINED_LENGTH_MIN:
        return 0.0
    alike = likeness(one, other)
    enough = alike >= _JOINED_LIKE and (OSA.normalized_similarity(one, other) >= _JOINED_LETTERS or _no_vowels(other))
    return alike if enough else 0.0


def _gaps_closed(words: Sequence[str], others: Sequence[str]) -> Sequence[str]:
    """The words, with two neighbours as one where the other side writes them as one: Aero Caribbean, Jin Ping.

    Not where the other side has one of the two by itself: Ye Jinsong is no Yejinsong beside Jinsong.
    """
    for i in range(len(words) - 1):
        one = words[i] + words[i + 1]
        free = (other for other in others if len(other) > 4 and not any(likeness(w, other) for w in words[i : i + 2]))
        if any(likeness(one, other) >= _JOINED_LIKE for other in free):
            return [*words[:i], one, *words[i + 2 :]]
    return words


def _unpaired(words: Sequence[str], middle: Sequence[str], weight: Weight) -> float:
    return sum(weight(w) * (_UNSAID if len(w) == 1 or w in middle or is_patronymic(w) else 1) for w in words)


def _paired(hers: Sequence[str], listed: Sequence[str], weight: Weight) -> tuple[list[Pair], list[str], list[str]]:
    """Each word at most once, the likest and weightiest first."""
    likely = [
        (alike * (0.5 + weight(theirs)), alike, i, j)
        for i, mine in enumerate(hers)
        for j, theirs in enumerate(listed)
        if (alike := likeness(mine, theirs)) > 0
    ]
    pairs, used_i, used_j = [], set(), set()
    for _, alike, i, j in sorted(likely, reverse=True):
        if i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            pairs.append(Pair(hers[i], listed[j], round(alike, 2)))
    rest = [word for i, word in enumerate(hers) if i not in used_i]
    return pairs, rest, [word for j, word in enumerate(listed) if j not in used_j]


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """How alike two words are: 1 the same, about 0.9 the same sound or a slip in a long word, 0 different words."""
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return 0.6 if one[0] == other[0] else 0.0
    letters = OSA.normalized_similarity(one, other)
    same_sound = 0.0
    shared = set(skeletons(one)) & set(skeletons(other))
    if shared and (bones := max(len(found) for found in shared)) >= 2:
        without_vowels = _no_vowels(one) or _no_vowels(other)
        same_sound = _SAME_BONES[bones > 2] if without_vowels else 0.64 + 0.36 * letters
    slip = 0.3 + 0.7 * letters if letters >= 0.75 and min(len(one), len(other)) > 3 else 0.0
    alike = max(same_sound, slip)
    return alike if alike >= 0.78 else 0.0


_SAME_BONES = {True: 0.95, False: 0.88}  # three consonants and more, or two


def _no_vowels(word: str) -> bool:
    return len(word) > 2 and not any(letter in "aeiou" for letter in word[1:])


def _evidence(subject: Subject, candidate: Candidate, rules: Rules) -> list[Evidence]:
    found = []
    if subject.countries and candidate.countries:
        both = set(subject.countries) & set(candidate.countries)
        if both:
            found.append(Evidence("same_country", rules.same_country, " ".join(sorted(both))))
        else:
            found.append(Evidence("other_country", rules.other_country, " ".join(candidate.countries)))
    if subject.births and candidate.births:
        fits = any(_within(day, span) for day in subject.births for span in candidate.births)
        found.append(
            Evidence("birth_fits", rules.birth_fits) if fits else Evidence("birth_contradicts", rules.birth_contradicts)
        )
    if not candidate.strong:
        found.append(Evidence("weak_alias", rules.weak_alias))
    if candidate.kind in ("vessel", "aircraft"):
        found.append(Evidence("not_a_party", rules.not_a_party, candidate.kind))
    elif subject.kind and subject.kind != candidate.kind:
        found.append(Evidence("other_kind", rules.other_kind, candidate.kind))
    return found


def _within(day: date, span: tuple[date | None, date | None]) -> bool:
    return (span[0] is None or span[0] <= day) and (span[1] is None or day <= span[1])
