"""Find listed names that may be somebody's: two questions to the database's indexes, then a comparison in memory."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from karum.compliance.domain.names import JOINED, Name, name_of, sought_keys
from karum.compliance.domain.rules import Band, Rules
from karum.compliance.domain.scoring import Candidate, Match, Subject, likeness, match
from karum.compliance.domain.weights import weight
from karum.runtime.sql import Row, statement

NAMES_MOST = 120
"""Listed names that are compared in full, for one name of hers."""
_SAYS_LITTLE = 0.3
"""The commonest words of a name, up to this share of its weight, lead to nobody by themselves."""

_SQL = Path(__file__).parent.parent / "sql"
_similar_words = statement(_SQL, "similar_words")
_candidates = statement(_SQL, "candidates")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that she may be, and its name that matched best."""

    party_id: int
    list_kind: str
    key: str
    match: Match


def find(subject: Subject, rules: Rules) -> list[Found]:
    """The entries in force that reach the band of review, the likest first; each once."""
    best: dict[int, Found] = {}
    for text in subject.names:
        for found in _find_name(text, subject, rules):
            known = best.get(found.party_id)
            if known is None or found.match.score > known.match.score:
                best[found.party_id] = found
    return sorted(best.values(), key=lambda one: (-one.match.score, one.party_id))[: rules.hits_kept_max]


def _find_name(text: str, subject: Subject, rules: Rules) -> list[Found]:
    name = name_of(text)
    if not name.words:
        return []
    counts: dict[str, int] = dict(_similar_words({"keys": sought_keys(name)}))
    names = counts.pop("", 0)
    weights = {word: weight(word, count, names) for word, count in counts.items()}
    similar = _similar(name, counts)
    if not similar:
        return []
    sought = _worth_seeking(name, similar, weights)
    words = list({word for found in similar.values() for word in found})
    rows = _candidates(
        {"words": words, "weights": [weights[word] for word in words], "sought": sought, "most": NAMES_MOST}
    )
    one = Subject((text,), subject.kind, subject.countries, subject.births)

    def weigh(word: str) -> float:
        return weights[word] if word in weights else weight(word, 0, names)

    found = [_found(row, match(one, _candidate(row), weigh, rules)) for row in rows]
    return [each for each in found if each.match.band is not Band.CLEAR]


def _similar(name: Name, counts: dict[str, int]) -> dict[str, list[str]]:
    """For each word of hers, neighbours taken together too, the words of the index that are like it."""
    pairs = [one + two for one, two in pairwise(name.words)]
    mine = dict.fromkeys([*name.words, *pairs, name.joined])
    found = {word: [other for other in counts if likeness(word, other.removeprefix(JOINED)) > 0] for word in mine}
    return {word: others for word, others in found.items() if others}


def _worth_seeking(name: Name, similar: dict[str, list[str]], weights: dict[str, float]) -> list[str]:
    """All similar words but those of her commonest ones: nobody is found by Muhammad alone if she has a rarer name."""
    tells = {word: max((weights[other] for other in similar.get(word, [])), default=1.0) for word in name.words}
    left, total = set(name.words), sum(tells.values())
    passed = 0.0
    for word in sorted(tells, key=lambda each: tells[each]):
        passed += tells[word]
        if passed > _SAYS_LITTLE * total:
            break
        left.discard(word)
    return list({other for word, others in similar.items() if word in left or word not in tells for other in others})


def _candidate(row: Row) -> Candidate:
    text, strong, _id, _list, _key, kind, countries, births = row
    return Candidate(text, strong, kind, tuple(countries), tuple(_span(*span) for span in json.loads(births)))


def _span(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def _found(row: Row, matched: Match) -> Found:
    return Found(row[2], row[3], row[4], matched)


def find_all(subjects: Sequence[Subject], rules: Rules) -> list[Found]:
    """What ``find`` gives for several subjects that stand together: a firm and its people."""
    found = [each for subject in subjects for each in find(subject, rules)]
    best: dict[int, Found] = {}
    for each in found:
        if each.party_id not in best or each.match.score > best[each.party_id].match.score:
            best[each.party_id] = each
    return sorted(best.values(), key=lambda one: (-one.match.score, one.party_id))[: rules.hits_kept_max]
