"""Proofs of origin: the words of each agreement with the places to fill, who may write them, and the certificates.

``statement("EU-EBA")`` gives the words that an exporter puts on her invoice; ``proof`` says for any preference of the
country files what proves the origin, a statement or a certificate. The texts are data: ``data/statements.toml``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from karum.rules.domain.measures import Amount, Confidence
from karum.rules.files import DATA, groups, read_toml
from karum.rules.strict import Table

Maker = Literal["any", "approved", "registered"]
Layout = Literal["certificate-of-origin", "eur1", "form-a", "a-tr", "eac", "exporter-certificate"]
LAYOUTS: tuple[Layout, ...] = ("certificate-of-origin", "eur1", "form-a", "a-tr", "eac", "exporter-certificate")
LANGUAGES = ("en", "fr", "es", "ar", "zh", "sw")
_REFERENCES = (
    "rex", "rex-or-eori", "rex-or-japan", "rex-or-business", "eori-or-japan", "eori-or-business", "authorisation",
    "customs-identification",
)  # fmt: skip
_BLANK = "……"
_ELEMENTS = {
    "certifier": "Certifier: the exporter named in this document.",
    "producer": "Producer: {producer}.",
    "criterion": "Origin criterion: {criterion}. Country of origin: {origin}.",
    "blanket_period": "This certification covers the single shipment of this document.",
}
_OPTIONAL = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves origin under one agreement, and who may make it out.

    kind "statement": words on the invoice; up to ``limit`` any exporter may write them, above it ``above`` only (no
    limit: always ``above``). kind "certificate": ``form``, made out by ``issuer``. instead: the certificate that an
    exporter gets where she may not write the statement. criteria: examples of what stands for the origin criterion.
    elements: codes of facts that the document must hold beside the words.
    """

    code: str
    agreement: str
    kind: Literal["statement", "certificate"]
    article: str
    limit: Amount | None
    above: Maker
    reference: str
    instead: Layout | None
    criteria: tuple[str, ...]
    elements: tuple[str, ...]
    languages: tuple[str, ...]
    layout: Layout | None
    form: str
    issuer: Literal["authority", "exporter"]
    origin_text: str
    grantor: str
    wording: str
    schemes: Mapping[str, tuple[str, ...]]
    url: str
    confidence: Confidence

    def covers(self, scheme: str, origin: str) -> bool:
        """Whether goods of ``origin`` come under this agreement in ``scheme``. An empty origin is any."""
        among = self.schemes.get(scheme)
        return among is not None and (not among or not origin or origin in among)


@dataclass(frozen=True, slots=True)
class Statement:
    """The words of one agreement in one language, with places. ``verified`` is False for words from memory."""

    proof: Proof
    language: str
    template: str
    verified: bool
    url: str

    @property
    def needs_criterion(self) -> bool:
        return "{criterion}" in self.template or "criterion" in self.proof.elements

    @property
    def needs_producer(self) -> bool:
        return "producer" in self.proof.elements

    @property
    def text(self) -> str:
        """The words with dots where something is to be filled in."""
        return self.filled()

    def filled(self, *, reference: str = "", origin: str = "", criterion: str = "", producer: str = "") -> str:
        """Return the words with what is known; the bracket of a number is left out when there is no number.

        origin: a country's name or code; an agreement that wants its own ("Canada/EU") gets that. After the words come
        the elements that the agreement asks for and no invoice has: who certifies, who made the goods, by which rule.
        """
        elements = [text for element, text in _ELEMENTS.items() if element in self.proof.elements]
        template = " ".join([self.template, *elements])
        values = {
            "reference": reference or _BLANK,
            "origin": self.proof.origin_text or origin or _BLANK,
            "criterion": criterion or _BLANK,
            "producer": producer or _BLANK,
            "grantor": self.proof.grantor,
        }
        kept = _OPTIONAL.sub(r"\1" if reference else "", template)
        return re.sub(r"\{(\w+)\}", lambda place: values[place[1]], kept)


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a certificate: its number on the form, its heading, which fact fills it."""

    number: str
    heading: str
    fact: str


@dataclass(frozen=True, slots=True)
class Form:
    """What an office asks for a certificate, in the order of its form."""

    layout: Layout
    title: str
    boxes: tuple[Box, ...]
    url: str
    confidence: Confidence


@lru_cache(maxsize=4096)
def proof(scheme: str, origin: str = "") -> Proof | None:
    """Return what proves the origin for a preference of the country files; None when nothing is on file for it."""
    return next((one for one in proofs() if one.covers(scheme, origin)), None)


def statement(scheme: str, language: str = "en", origin: str = "") -> Statement | None:
    """Return the statement on origin for a preference: in ``language`` where it has such words, else in English.

    origin: needed for schemes of several agreements ("EU-FTA"), where each has its own words. None where a
    certificate proves the origin, or nothing is on file.
    """
    found = proof(scheme, origin)
    return words_of(found, language) if found is not None and found.kind == "statement" else None


def words_of(found: Proof, language: str = "en") -> Statement:
    """Return the words of a proof that is a statement."""
    wording = _read()[1][found.wording]
    chosen = language.split("-")[0]
    if chosen not in wording.text or chosen not in found.languages:
        chosen = "en"
    verified = wording.confidence != "M" and found.confidence != "M" and chosen not in wording.unverified
    return Statement(found, chosen, wording.text[chosen], verified, wording.url)


def languages_of(found: Proof) -> tuple[str, ...]:
    """Return the languages in which the words of this proof are on file."""
    text = _read()[1][found.wording].text if found.wording else {}
    return tuple(language for language in text if language in found.languages)


def form(layout: Layout) -> Form:
    """Return what the office asks for this certificate."""
    return _read()[2][layout]


def proofs() -> tuple[Proof, ...]:
    """Return all agreements on file."""
    return _read()[0]


def proof_of(code: str) -> Proof | None:
    """Return one agreement by its own code."""
    return next((one for one in proofs() if one.code == code), None)


@dataclass(frozen=True, slots=True)
class _Wording:
    text: Mapping[str, str]
    unverified: tuple[str, ...]
    url: str
    confidence: Confidence


@cache
def _read() -> tuple[tuple[Proof, ...], Mapping[str, _Wording], Mapping[Layout, Form]]:
    """Read the file once. Raises RuleFileError with its place for whatever is wrong in it."""
    file = Table("statements.toml", "", read_toml(DATA / "statements.toml"), groups())
    wordings = dict(_wording(row) for row in file.tables("wording"))
    forms = {one.layout: one for one in (_form(row) for row in file.tables("form"))}
    found = tuple(_proof(row, wordings, forms) for row in file.tables("proof"))
    file.done()
    return found, wordings, forms


def _wording(row: Table) -> tuple[str, _Wording]:
    texts = row.table("text")
    text = {} if texts is None else {str(language): str(words) for language, words in texts.items()}
    if "en" not in text or set(text) - set(LANGUAGES):
        raise row.fail("text", f"needs English and may have {', '.join(LANGUAGES)}")
    row.day("checked")
    made = _Wording(text, row.texts("unverified"), row.text("url"), _confidence(row))
    code = row.text("code")
    row.done()
    return code, made


def _proof(row: Table, wordings: Mapping[str, _Wording], forms: Mapping[Layout, Form]) -> Proof:
    kind = row.choice("kind", ("statement", "certificate"))
    is_statement = kind == "statement"
    made = Proof(
        code=row.text("code"),
        agreement=row.text("name"),
        kind=kind,
        article=row.text("article"),
        limit=row.amount_or_none("limit"),
        above=row.choice("above", ("any", "approved", "registered"), "any"),
        reference=row.choice("reference", _REFERENCES, "") if is_statement else "",
        instead=_layout(row, "instead", forms),
        criteria=row.texts("criteria"),
        elements=row.texts("elements"),
        languages=row.texts("languages"),
        layout=None if is_statement else _layout(row, "layout", forms),
        form="" if is_statement else row.text("form"),
        issuer=row.choice("issuer", ("authority", "exporter"), "authority"),
        origin_text=row.text_or_none("origin_text") or "",
        grantor=row.text_or_none("grantor") or "",
        wording=row.choice("wording", sorted(wordings)) if is_statement else "",
        schemes=dict(_schemes(row)),
        url=row.text("url"),
        confidence=_confidence(row),
    )
    row.done()
    if made.limit is not None and made.above == "any":
        raise row.fail("above", "must say who may write it above the limit")
    return made


def _schemes(row: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    table = row.table("schemes")
    for scheme, origins in [] if table is None else table.items():
        yield scheme, tuple(country for name in origins for country in _countries(row, name))


def _countries(row: Table, name: str) -> Sequence[str]:
    if not name.startswith("@"):
        return [name]
    members = groups().get(name[1:])
    if members is None:
        raise row.fail("schemes", f"{name} is no group of groups.toml")
    return members


def _layout(row: Table, key: str, forms: Mapping[Layout, Form]) -> Any:
    return row.choice(key, tuple(forms)) if row.get(key) is not None else None


def _form(row: Table) -> Form:
    boxes = tuple(Box(*box) for box in row.get("boxes") or [])
    made = Form(row.choice("layout", LAYOUTS), row.text("title"), boxes, row.text("url"), _confidence(row))
    row.done()
    return made


def _confidence(row: Table) -> Confidence:
    found: Confidence = row.choice("confidence", ("A", "B", "C", "M"))
    return found
