"""Lines of a nomenclature: what stands above a line, told by the indents as in the printed tariff."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One line. ``code``: digits, "" for a line that only groups. ``sort``: its place among the others."""

    sort: str
    code: str
    suffix: str
    indent: int
    text: str
    units: tuple[str, ...]
    language: str
    file: str
    place: str
    sha256: str


def order(lines: Iterable[Line]) -> list[Line]:
    """Sort as in the printed tariff: a grouping line stands before the line whose place it takes."""
    return sorted(lines, key=lambda line: (line.sort, line.suffix, line.code != "", line.indent))


def line_with_ancestors(lines: Sequence[Line], code: str) -> list[Line]:
    """Return the lines above ``code`` from the top, and its own at the end; empty when ``code`` is not among them.

    lines: in order, of one language, and from the chapter on.
    """
    own = next((at for at, line in enumerate(lines) if line.code == code and line.suffix == "80"), None)
    if own is None:
        return []
    path = [lines[own]]
    for line in reversed(lines[:own]):
        if line.indent < path[-1].indent or _heads(line, path[-1]):
            path.append(line)
    return path[::-1]


def _heads(line: Line, below: Line) -> bool:
    """TARIC gives chapter and heading the same indent."""
    return line.indent == below.indent == 0 and line.sort[2:] == "0" * 8 and line.sort[:2] == below.sort[:2] != ""
