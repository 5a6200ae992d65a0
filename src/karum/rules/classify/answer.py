"""What classification help answers: codes with reasons, questions that narrow them, notes that decide."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from karum.rules.classify.texts import WHY

LIKELY = 0.3  # of the best score: below, a trait that was named mostly stands against the code


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a code is listed. ``code`` names the sentence, ``word`` is what was typed, ``stands_for`` what it met."""

    code: str
    word: str
    stands_for: str = ""

    @property
    def text(self) -> str:
        """The English msgid, with places %(word)s and %(stands_for)s."""
        return WHY[self.code]

    @property
    def params(self) -> dict[str, str]:
        return {"word": self.word, "stands_for": self.stands_for}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One code of six digits. ``score``: 1 for the best of this list, less for the others; it is no probability."""

    code: str
    text: str
    heading: str
    heading_text: str
    chapter_text: str
    score: float
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The candidates of one heading of four digits, the best first."""

    code: str
    text: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question. ``keeps``: how many of the codes in question stay when it is given."""

    name: str
    label: str
    keeps: int


@dataclass(frozen=True, slots=True)
class Question:
    """What would narrow the list. ``ask``, ``help`` and the labels are English msgids. ``given``: "" while open."""

    name: str
    ask: str
    help: str
    choices: tuple[Choice, ...]
    given: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A legal note in our own words. ``confidence``: A official text read, B professional source, M from memory."""

    reference: str
    text: str
    confidence: str
    source: str

    @property
    def verified(self) -> bool:
        return self.confidence in ("A", "B")


@dataclass(frozen=True, slots=True)
class Classification:
    """The shortlist for some words, the best first; never a decision. Empty when no word is known.

    ``read_as``: typed word -> the word that it was taken for, where a slip was mended. ``answers``: facet -> answer,
    as given by a person. ``understood``: facet -> answer, as read from the words.
    """

    text: str
    language: str
    candidates: tuple[Candidate, ...]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    answers: Mapping[str, str]
    understood: Mapping[str, str]
    read_as: Mapping[str, str]
    version: str

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The likely candidates by heading, the heading of the best one first."""
        return _by_heading(candidate for candidate in self.candidates if candidate.score >= LIKELY)

    @property
    def unlikely_headings(self) -> tuple[Heading, ...]:
        """The other candidates by heading."""
        return _by_heading(candidate for candidate in self.candidates if candidate.score < LIKELY)


def _by_heading(candidates: Iterable[Candidate]) -> tuple[Heading, ...]:
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.heading, []).append(candidate)
    return tuple(Heading(code, group[0].heading_text, tuple(group)) for code, group in groups.items())


def to_json(found: Classification) -> dict[str, Any]:
    """Return ``found`` as plain values, with each reason as a code, its values and an English sentence."""
    raw = asdict(found)
    for candidate, plain in zip(found.candidates, raw["candidates"], strict=True):
        plain["why"] = [{"code": why.code, **why.params, "text": why.text % why.params} for why in candidate.why]
    raw["confirmed"] = False
    return raw
