"""Printing papers: the pure code writes what they say, the press (``karum.shipping.press``) lays it out.

Typst is deterministic and the time in the file is the paper's own date, so the same paper is the same bytes.
"""

import base64
import json
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from karum.parties.domain import PostalAddress
from karum.parties.domain.words import Said
from karum.parties.domain.words import gettext_noop as _
from karum.shipping.domain.facts import Missing, Where, missing_facts
from karum.shipping.domain.labels import Labelled, Layout, labels_sheet
from karum.shipping.domain.papers import Kind, Language, Paper
from karum.shipping.domain.sheets import sheet
from karum.shipping.domain.writer import printable

FOLDER = Path(__file__).parent.parent / "papers"
PACKAGE = Path(__file__).parent.parent.parent
PRESS = Path(__file__).parent.parent / "press.py"
WAIT_SECONDS_MAX = 60


class PressFailed(RuntimeError):
    """The press ended without printing; the message is what it said last."""


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

    Raises PaperIncomplete when ``paper_problems`` names any; PressFailed when the machine has no memory or time for it.
    """
    return render_many([(kind, paper, language)])[0]


def render_many(papers: Sequence[tuple[Kind, Paper, Language]]) -> list[bytes]:
    """Return ``render`` of each, in one run of the press: the papers of many orders at once."""
    return [files[0] for files in _press([_job(*one, form="pdf") for one in papers])]


def render_pages(kind: Kind, paper: Paper, language: Language = "en", *, dots_per_inch: int = 96) -> list[bytes]:
    """Return each page as a PNG picture, for a preview."""
    return _press([_job(kind, paper, language, form="png", dots_per_inch=dots_per_inch)])[0]


def render_labels(orders: Sequence[Labelled], layout: Layout) -> bytes:
    """Return one PDF with the labels of all parcels and the customs forms that go with them, for one print.

    Raises PaperIncomplete when ``label_problems`` names any; PressFailed.
    """
    problems = [problem for one in orders for problem in label_problems(one)]
    if problems:
        raise PaperIncomplete(problems)
    job = {
        "template": "labels",
        "sheet": json.dumps(labels_sheet(orders, layout), ensure_ascii=False),
        "words": _words("en"),
        "form": "pdf",
        "dots_per_inch": None,
        "day": max(one.paper.day for one in orders).isoformat(),
    }
    return _press([job])[0][0]


def label_problems(one: Labelled) -> list[Missing]:
    """What keeps an order's labels from being printed."""
    return paper_problems(one.form or "packing-list", one.paper)


def print_sheet(
    template: str, sheet: dict[str, Any], words: dict[str, list[str]], day: date, *, png_dpi: int | None = None
) -> list[bytes]:
    """Return the PDF of another package's paper, or each page as a PNG. ``template``: its path below ``karum``, without
    ``.typ``; it may import ``/shipping/papers/common.typ``. ``words``: key -> the word, and the English beside it.

    Raises PressFailed.
    """
    job = {
        "template": template,
        "sheet": json.dumps(sheet, ensure_ascii=False),
        "words": json.dumps(words, ensure_ascii=False),
        "form": "pdf" if png_dpi is None else "png",
        "dots_per_inch": png_dpi,
        "day": day.isoformat(),
    }
    return _press([job], PACKAGE)[0]


def try_press() -> None:
    """Print a line in each script. Raises PressFailed when typst, its fonts or its memory are missing."""
    _press(
        [{"template": "trial", "sheet": "{}", "words": "{}", "form": "pdf", "dots_per_inch": None, "day": "2026-01-01"}]
    )


def _job(
    kind: Kind, paper: Paper, language: Language, *, form: Literal["pdf", "png"], dots_per_inch: int | None = None
) -> dict[str, Any]:
    problems = paper_problems(kind, paper)
    if problems:
        raise PaperIncomplete(problems)
    return {
        "template": "commercial-invoice" if kind == "proforma-invoice" else kind,
        "sheet": json.dumps(sheet(kind, paper, language), ensure_ascii=False),
        "words": _words(language),
        "form": form,
        "dots_per_inch": dots_per_inch,
        "day": paper.day.isoformat(),
    }


def _press(jobs: list[dict[str, Any]], root: Path = FOLDER) -> list[list[bytes]]:
    """Print jobs whose templates are below ``root``."""
    if not jobs:
        return []
    order = json.dumps({"root": str(root), "fonts": str(FOLDER / "fonts"), "jobs": jobs})
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what people wrote goes by standard input
            [sys.executable, "-I", str(PRESS)], input=order.encode(), capture_output=True, timeout=WAIT_SECONDS_MAX
        )
    except subprocess.TimeoutExpired:
        raise PressFailed(f"the press took more than {WAIT_SECONDS_MAX} seconds") from None
    if done.returncode != 0:
        raise PressFailed(done.stderr.decode(errors="replace")[-2000:] or f"the press ended with {done.returncode}")
    return [[base64.b64decode(file) for file in files] for files in json.loads(done.stdout)]


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
    texts: list[tuple[str, Where]] = [
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
            found.append(Missing("letters", Said(said, text=text, letters=strange), where))
    return found


def _written(address: PostalAddress) -> tuple[str, ...]:
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
