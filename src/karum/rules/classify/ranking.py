"""From words to a ranked shortlist. The order is advice: only a person decides.

A code scores by the things that the words name (product words), by its own text (BM25), and by how it stands to the
traits that were read or answered: a fitting one lifts it, one against it sinks it. An answer that a person gave drops
what stands against it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from karum.rules.classify import facets as facets_of
from karum.rules.classify.answer import Candidate, Classification, Reason
from karum.rules.classify.facets import AGAINST, FITS, SILENT, facets, fit, open_questions
from karum.rules.classify.index import Index, index
from karum.rules.classify.notes import DATA as NOTES
from karum.rules.classify.notes import notes_on
from karum.rules.classify.reading import HEAD, Reading, Term, read
from karum.rules.classify.vocabulary import DATA as WORDS

THING, TEXT, NAMED, TRAIT = 10.0, 0.45, 0.12, 0.9
LIFT, LIFT_WIDER, SINK, USUAL, REST = 1.5, 1.2, 0.35, 1.03, 1.02
NEXT_CODE = 0.93  # of the one before it, in the order of the product words
HOME = 0.35  # of a thing: where things of a material go when their own name leads nowhere
GENERAL = frozenset(["wood", "iron", "ceramic"])  # "acacia wood" is acacia
POOL = 60
FAR = 0.03  # of the best score: too far for traits to bring back
IN_QUESTION = 0.35  # of the best score: what is asked about
FAMILY = 0.1  # of the best score: what may be shown


def classify(
    text: str, language: str | None = None, limit: int = 10, *, answers: Mapping[str, str] | None = None
) -> Classification:
    """Return the HS 2022 codes of six digits that fit ``text`` best, why, and what would narrow them.

    language: of the words, BCP 47; None: read in every language that is known. answers: facet -> answer, given by a
    person to the questions of an earlier call; unknown ones are passed over. Pure: the same call, the same answer.
    """
    known = index()
    given = {
        name: answer
        for name, answer in (answers or {}).items()
        if name in facets() and answer in facets()[name].answers
    }
    reading = read(text, language)
    understood = _traits(reading)
    scores = _score(known, reading, understood, given)
    best = sorted(scores, key=lambda code: (-scores[code], code))[:POOL]
    top = scores[best[0]] if best else 1.0
    in_question = {code: scores[code] for code in best if scores[code] >= IN_QUESTION * top}
    shown = [code for code in best if scores[code] >= FAMILY * top][:limit]
    said = {name: term.meaning.answer for name, term in understood.items() if name not in given}
    return Classification(
        text=text,
        language=reading.language,
        candidates=tuple(_candidate(known, code, scores[code] / top, reading, understood, given) for code in shown),
        questions=open_questions(known, in_question, given, said),
        notes=notes_on(shown),
        answers=given,
        understood=said,
        read_as={term.typed: term.slip_of for term in reading.terms if term.slip_of},
        version=version(),
    )


@cache
def version() -> str:
    """A short digest of the vocabulary, the questions and the notes: it changes when one of them does."""
    digest = hashlib.sha256()
    for path in [*sorted(WORDS.glob("*.csv")), facets_of.DATA, NOTES]:
        digest.update(path.read_bytes())
    return f"hs2022-{digest.hexdigest()[:12]}"


def _traits(reading: Reading) -> dict[str, Term]:
    """facet -> what was read of it; the first of equal weight ("cotton and silk": cotton), but not "wood" alone."""
    found: dict[str, Term] = {}
    for term in reading.terms:
        facet = term.meaning.facet
        if not facet:
            continue
        known = found.get(facet)
        general = known is not None and known.meaning.answer in GENERAL and term.meaning.answer not in GENERAL
        if known is None or term.weight > known.weight or (general and term.weight == known.weight):
            found[facet] = term
    return found


def _score(
    known: Index, reading: Reading, understood: Mapping[str, Term], given: Mapping[str, str]
) -> dict[str, float]:
    scores: defaultdict[str, float] = defaultdict(float)
    for code, value in _named(known, reading).items():
        scores[code] += value
    if not _leads_somewhere(known, reading, understood):
        for code, value in _homes(known, understood).items():
            scores[code] += value
    for word, weight in _asked(reading):
        for code, value in known.ask(word).items():
            scores[code] += TEXT * weight * value
    least = FAR * max(scores.values(), default=0.0)
    return {
        code: value * factor
        for code, value in scores.items()
        if value >= least
        if (factor := _standing(known, code, understood, given)) > 0
    }


def _named(known: Index, reading: Reading) -> dict[str, float]:
    """What the product words say: the best of one thing's codes, the sum over the things."""
    scores: defaultdict[str, float] = defaultdict(float)
    for term in reading.terms:
        mine: dict[str, float] = {}
        for place, beginning in enumerate(term.meaning.codes):
            value = THING * term.weight * NEXT_CODE**place
            for code in known.beginning_with(beginning):
                mine[code] = max(mine.get(code, 0.0), value)
        for code, value in mine.items():
            scores[code] += value
    return scores


def _leads_somewhere(known: Index, reading: Reading, understood: Mapping[str, Term]) -> bool:
    """Whether the thing itself has a code that no trait stands against."""
    things = [term for term in reading.terms if term.meaning.codes and term.weight == HEAD]
    codes = (code for term in things for beginning in term.meaning.codes for code in known.beginning_with(beginning))
    return any(all(_fit_of(known, term, code) > AGAINST for term in understood.values()) for code in codes)


def _fit_of(known: Index, term: Term, code: str) -> float:
    """How a code stands to a trait that was read."""
    facet = facets().get(term.meaning.facet)
    known_answer = facet is not None and term.meaning.answer in facet.answers
    return fit(known, facet, term.meaning.answer, code) if facet is not None and known_answer else SILENT


def _homes(known: Index, understood: Mapping[str, Term]) -> dict[str, float]:
    """Where things of these traits go in the end: of sisal, to basketwork; for babies, to their own headings."""
    scores: dict[str, float] = {}
    for name, term in understood.items():
        answer = facets()[name].answers.get(term.meaning.answer) if name in facets() else None
        for beginning in answer.home if answer else ():
            for code in known.beginning_with(beginning):
                scores[code] = max(scores.get(code, 0.0), THING * HOME * term.weight)
    return scores


def _asked(reading: Reading) -> list[tuple[str, float]]:
    """(English word, weight) to look for in the texts: loose words, the names of things, traits in words."""
    asked = list(reading.loose)
    for term in reading.terms:
        if term.meaning.words:
            asked += [(word, TRAIT * term.weight) for word in term.meaning.words.split()]
        elif term.meaning.codes:
            named = term.typed if reading.language == "en" else term.meaning.name
            asked += [(word, NAMED * term.weight) for word in named.split()]
        elif not reading.loose and not any(other.meaning.codes for other in reading.terms):
            asked += [(word, TRAIT) for word in term.meaning.name.split()]  # "leather" alone: what is of leather
    return asked


def _standing(known: Index, code: str, understood: Mapping[str, Term], given: Mapping[str, str]) -> float:
    """The factor by which the traits lift or sink a code; 0 when a given answer rules it out."""
    factor = REST if known.said[code].rest else 1.0
    for name, facet in facets().items():
        if name in given:
            stands = fit(known, facet, given[name], code)
            if stands == AGAINST:
                return 0.0
            factor *= _lift(stands)
        elif name in understood:
            term = understood[name]
            factor *= _lift(_fit_of(known, term, code)) ** term.weight
        elif code.startswith(facet.scope) and any(
            answer.usual and fit(known, facet, answer.name, code) == FITS for answer in facet.answers.values()
        ):
            factor *= USUAL
    return factor


def _lift(stands: float) -> float:
    return SINK if stands == AGAINST else LIFT if stands == FITS else 1.0 if stands == SILENT else LIFT_WIDER


def _candidate(
    known: Index,
    code: str,
    score: float,
    reading: Reading,
    understood: Mapping[str, Term],
    given: Mapping[str, str],
) -> Candidate:
    texts = known.texts
    return Candidate(
        code=code,
        text=texts[code],
        heading=code[:4],
        heading_text=texts.get(code[:4], ""),
        chapter_text=texts.get(code[:2], ""),
        score=round(score, 3),
        why=tuple(_reasons(known, code, reading, [term for name, term in understood.items() if name not in given])),
    )


def _reasons(known: Index, code: str, reading: Reading, traits: Sequence[Term]) -> list[Reason]:
    found: dict[Reason, None] = {}
    for term in reading.terms:
        if term.meaning.codes and code.startswith(term.meaning.codes):
            found[Reason("spelled" if term.slip_of else "known", term.typed, term.slip_of)] = None
    for term in traits:
        stands = _fit_of(known, term, code)
        if stands in (FITS, AGAINST):
            found[Reason("fits" if stands == FITS else "against", term.slip_of or term.typed)] = None
    words = [(word, word) for word, _weight in reading.loose]
    words += [(term.typed, word) for term in reading.terms for word in term.meaning.words.split()]
    for typed, word in words:
        for name, part in (("text", code), ("heading", code[:4]), ("chapter", code[:2])):
            if known.speaks_of(part, word):
                found[Reason(name, typed, "" if word == typed else word)] = None
                break
    return list(found)
