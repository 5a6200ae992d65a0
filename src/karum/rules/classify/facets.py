"""Facets: the properties that decide between codes, the questions about them, and which codes an answer fits.

Data: ``rules/data/questions.toml``, which says how an answer knows its codes.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from karum.rules.classify.answer import Choice, Question
from karum.rules.classify.index import Index

DATA = Path(__file__).parent.parent / "data" / "questions.toml"
FITS, WIDER, SILENT, AGAINST = 1.0, 0.5, 0.0, -1.0
QUESTIONS_MAX = 4


class Answer(NamedTuple):
    name: str
    label: str
    codes: tuple[str, ...]
    words: re.Pattern[str] | None
    wider: re.Pattern[str] | None
    never: tuple[str, ...]
    home: tuple[str, ...]
    usual: bool


class Facet(NamedTuple):
    name: str
    ask: str
    help: str
    scope: tuple[str, ...]
    answers: Mapping[str, Answer]


@cache
def facets() -> Mapping[str, Facet]:
    """Return the facets by name, in the order of the file."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {row["name"]: _facet(row) for row in raw["facet"]}


def _facet(row: Mapping[str, Any]) -> Facet:
    answers: dict[str, Answer] = {}
    for each in row["answer"]:
        answers[each["name"]] = Answer(
            each["name"],
            each["label"],
            tuple(each.get("codes", ())),
            re.compile(each["words"]) if "words" in each else None,
            re.compile(each["wider"]) if "wider" in each else None,
            (*row.get("never", ()), *each.get("never", ())),
            tuple(each.get("home", ())),
            bool(each.get("usual", False)),
        )
    return Facet(str(row["name"]), str(row["ask"]), str(row.get("help", "")), tuple(row["scope"]), answers)


def fit(index: Index, facet: Facet, name: str, code: str) -> float:
    """Return how a code stands to an answer: FITS, WIDER (its family), SILENT (says nothing) or AGAINST."""
    by_code = _by_code(facet, name, code)
    if by_code != SILENT:
        return by_code
    if code.startswith(facet.answers[name].never):
        return AGAINST
    if not code.startswith(facet.scope):
        return SILENT
    for part in (code, code[:4]):
        found = _by_words(index, facet, name, part)
        if found != SILENT:
            return found
    return SILENT


def _by_code(facet: Facet, name: str, code: str) -> float:
    """By the beginnings of codes: the longest one that matches decides, whichever answer it belongs to."""
    longest = 0
    owners: set[str] = set()
    for answer in facet.answers.values():
        for beginning in answer.codes:
            if code.startswith(beginning) and len(beginning) >= longest:
                owners = owners | {answer.name} if len(beginning) == longest else {answer.name}
                longest = len(beginning)
    return SILENT if not owners else FITS if name in owners else AGAINST


def _by_words(index: Index, facet: Facet, name: str, code: str) -> float:
    found, answer = index.said.get(code), facet.answers[name]
    if found is None:
        return SILENT
    if answer.words is not None:
        if answer.words.search(found.yes):
            return FITS
        if answer.words.search(found.no):
            return AGAINST
    if answer.wider is not None and answer.wider.search(found.yes):
        return AGAINST if found.rest and _taken_beside(index, answer.words, code) else WIDER
    others = (other.words for other in facet.answers.values() if other.name != name and other.words is not None)
    return AGAINST if any(words.search(found.yes) for words in others) else SILENT


def _taken_beside(index: Index, words: re.Pattern[str] | None, code: str) -> bool:
    """Whether another code of the heading speaks of the answer, so that "other textile materials" leaves it."""
    beside = index.beginning_with(code[:4])
    return words is not None and any(words.search(index.said[other].yes) for other in beside)


def open_questions(
    index: Index, scores: Mapping[str, float], answers: Mapping[str, str], understood: Iterable[str]
) -> tuple[Question, ...]:
    """Return the questions that narrow ``scores`` (code -> score) best, and those already answered.

    A question is worth asking when its answers keep different codes; what the words already told is not asked.
    """
    told = set(understood) - set(answers)
    asked: list[tuple[float, Question]] = []
    for facet in facets().values():
        if facet.name in told:
            continue
        codes = [code for code in scores if code.startswith(facet.scope)]
        question, gain = _question(index, facet, codes, scores, answers.get(facet.name, ""))
        if question is not None:
            asked.append((gain, question))
    given = [question for _gain, question in asked if question.given]
    fresh = sorted((pair for pair in asked if not pair[1].given), key=lambda pair: -pair[0])
    return (*given, *(question for _gain, question in fresh[:QUESTIONS_MAX]))


def _question(
    index: Index, facet: Facet, codes: Sequence[str], scores: Mapping[str, float], given: str
) -> tuple[Question | None, float]:
    """The question about a facet with the answers that mean something here; its gain is the weight that it drops."""
    if given in facet.answers:
        choice = Choice(given, facet.answers[given].label, len(codes))
        return Question(facet.name, facet.ask, facet.help, (choice,), given), 0.0
    kept: dict[str, frozenset[str]] = {}
    fitting: set[str] = set()
    for name in facet.answers:
        stands = {code: fit(index, facet, name, code) for code in codes}
        if any(value > SILENT for value in stands.values()):
            keeps = frozenset(code for code, value in stands.items() if value > AGAINST)
            if len(keeps) < len(codes):
                kept[name] = keeps
                fitting.update(code for code, value in stands.items() if value == FITS)
    if len(kept) < 2 or len(set(kept.values())) < 2:
        return None, 0.0
    whole = sum(scores[code] for code in codes)
    dropped = sum(whole - sum(scores[code] for code in keeps) for keeps in kept.values()) / len(kept)
    choices = tuple(Choice(name, facet.answers[name].label, len(keeps)) for name, keeps in kept.items())
    return Question(facet.name, facet.ask, facet.help, choices), dropped
