"""The legal notes that decide, in our own words. Data: ``rules/data/hs_notes.toml``."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from karum.rules.classify.answer import Note

DATA = Path(__file__).parent.parent / "data" / "hs_notes.toml"
NOTES_MAX = 5


class _Filed(NamedTuple):
    codes: tuple[str, ...]
    note: Note


@cache
def _filed() -> tuple[_Filed, ...]:
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return tuple(
        _Filed(
            tuple(row["codes"]),
            Note(row["reference"], row["text"], row["confidence"], row.get("source", raw["source"])),
        )
        for row in raw["note"]
    )


def notes_on(codes: Sequence[str]) -> tuple[Note, ...]:
    """Return the notes about a shortlist, those about its first codes and about narrow ranges first."""
    found: list[tuple[int, int, Note]] = []
    for filed in _filed():
        places = [place for place, code in enumerate(codes) if code.startswith(filed.codes)]
        if places:
            width = min(len(beginning) for beginning in filed.codes if codes[places[0]].startswith(beginning))
            found.append((places[0], -width, filed.note))
    return tuple(note for _place, _width, note in sorted(found, key=lambda row: row[:2])[:NOTES_MAX])


def all_notes() -> tuple[tuple[tuple[str, ...], Note], ...]:
    """Every note with the beginnings of codes that it is about."""
    return tuple((filed.codes, filed.note) for filed in _filed())
