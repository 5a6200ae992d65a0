"""Printing papers: typst lays out what the pure code has written.

One compiler is kept for the life of the process: the fonts are read once, and a paper takes some milliseconds. Typst is
deterministic and the time in the file is the paper's own date, so the same paper is the same bytes.
"""

import json
import threading
from bisect import bisect_right
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from karum.parties.domain.words import Said
from karum.parties.domain.words import gettext_noop as _
from karum.shipping.domain.facts import Missing, missing_facts
from karum.shipping.domain.papers import Kind, Language, Paper
from karum.shipping.domain.sheets import printable, sheet

FOLDER = Path(__file__).parent.parent / "papers"
# PDF/A-2a for archives of ten years and more, PDF/UA-1 so that a screen reader reads the tables.
STANDARDS: list[Any] = ["a-2a", "ua-1"]
_lock = threading.Lock()


class PaperIncomplete(ValueError):
    """A paper was printed although facts are missing; ask ``paper_problems`` first."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(" ".join(one.message for one in missing))
        self.missing = missing


def paper_problems(kind: Kind, paper: Paper) -> list[Missing]:
    """Return what keeps ``paper`` from being printed as ``kind``: missing facts, and letters that no font here has."""
    return missing_facts(kind, paper) + _unprintable(paper)


def render(kind: Kind, paper: Paper, language: Language = "en") -> bytes:
    """Return the PDF (A-2a, UA-1). Postal forms are in English and French whatever ``language`` is.

    Raises PaperIncomplete when ``paper_problems`` names any.
    """
    pdf = _compile(kind, paper, language, "pdf")
    assert isinstance(pdf, bytes)
    return pdf


def render_pages(kind: Kind, paper: Paper, language: Language = "en", *, dots_per_inch: int = 96) -> list[bytes]:
    """Return each page as a PNG picture, for a preview."""
    pages = _compile(kind, paper, language, "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _compile(
    kind: Kind, paper: Paper, language: Language, form: Any, dots_per_inch: int | None = None
) -> bytes | list[bytes]:
    problems = paper_problems(kind, paper)
    if problems:
        raise PaperIncomplete(problems)
    inputs = {
        "sheet": json.dumps(sheet(kind, paper, language), ensure_ascii=False),
        "words": _words(language),
    }
    with _lock:
        made = _compiler().compile(
            input=str(FOLDER / f"{kind}.typ"),
            format=form,
            ppi=dots_per_inch,
            sys_inputs=inputs,
            pdf_standards=STANDARDS if form == "pdf" else [],
            timestamp=datetime.combine(paper.day, time(), UTC),
        )
    assert made is not None
    return made


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=FOLDER, font_paths=[FOLDER / "fonts"], ignore_system_fonts=True)


@cache
def _words(language: Language) -> str:
    """Each word of the papers in ``language``, and in English beside it, as JSON."""
    table: dict[str, dict[str, str]] = json.loads((FOLDER / "words.json").read_text("utf-8"))["words"]
    pairs = {
        key: [said[language], said["en"] if language != "en" and said["en"] != said[language] else ""]
        for key, said in table.items()
    }
    return json.dumps(pairs, ensure_ascii=False)


def _unprintable(paper: Paper) -> list[Missing]:
    found = []
    texts = [
        *((line.description, "product") for line in paper.lines),
        *((text, "business") for text in (paper.seller.name, *_written(paper.seller.address), paper.signer)),
        *((text, "address") for text in (paper.consignee.name, *_written(paper.consignee.address))),
        *((text, "order") for text in (paper.comments, paper.payment_terms, paper.origin_statement)),
    ]
    for text, where in texts:
        strange = "".join(sorted({letter for letter in printable(text) if not _has_glyph(letter)}))
        if strange:
            said = Said(
                _("'%(text)s' has letters that cannot be printed (%(letters)s): write it in Latin letters too.")
            )
            found.append(Missing("letters", Said(said, text=text, letters=strange), where))  # type: ignore[arg-type]
    return found


def _written(address: Any) -> tuple[str, ...]:
    return (address.name, address.company, address.street, address.city, address.district, address.area)


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """The first and the last code point of each range that the fonts hold, rising."""
    ranges = json.loads((FOLDER / "fonts" / "coverage.json").read_text("utf-8"))["ranges"].split()
    pairs = [(part.split("-")[0], part.split("-")[-1]) for part in ranges]
    return [int(first, 16) for first, _last in pairs], [int(last, 16) for _first, last in pairs]


def _has_glyph(letter: str) -> bool:
    firsts, lasts = _coverage()
    at = bisect_right(firsts, ord(letter)) - 1
    return at >= 0 and ord(letter) <= lasts[at]
