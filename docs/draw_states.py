"""Sphinx extension: draws the life of an order from the tables in the program, so that the two never differ.

Writes ``reference/order-states.svg``, ``reference/order-states.inc`` and ``reference/escrow-edges.inc`` (the tables)
before the manual is read.
"""

from pathlib import Path
from typing import Any

from karum.orders.domain.escrow import EDGES, Escrow, Where
from karum.orders.domain.states import TRANSITIONS, State

HERE = Path(__file__).parent / "reference"
WIDTH, HEIGHT, BOX_W, BOX_H = 1130, 640, 132, 44

# Where each state stands: the good way straight down, the other ends at the sides.
PLACES = {
    State.PLACED: (430, 50),
    State.PAID: (430, 160),
    State.ACCEPTED: (430, 270),
    State.SHIPPED: (430, 380),
    State.DELIVERED: (430, 490),
    State.COMPLETED: (430, 600),
    State.EXPIRED: (110, 50),
    State.CANCELLED: (110, 225),
    State.RETURNING: (110, 435),
    State.PROMISED: (730, 90),
    State.READY: (730, 290),
    State.REFUSED: (1030, 190),
    State.FORFEITED: (1030, 360),
    State.REFUNDED: (1030, 490),
}
ENDS = {State.COMPLETED, State.EXPIRED, State.CANCELLED, State.REFUSED, State.REFUNDED, State.FORFEITED}


def edges() -> dict[tuple[State, State], list[str]]:
    """From and to, with the words of all actions that lead that way."""
    found: dict[tuple[State, State], list[str]] = {}
    for t in TRANSITIONS:
        for source in t.sources:
            if t.target is not None and t.target is not source:
                words = found.setdefault((source, t.target), [])
                if t.action not in words:
                    words.append(t.action)
    return found


def drawing() -> str:
    """The SVG: boxes, arrows, words; readable on light and dark paper."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif"',
        'font-size="14" role="img" aria-label="The states of an order">',
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">',
        '<path d="M0 0 10 5 0 10z" fill="#8c8070"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="#faf6ee"/>',
    ]
    found = edges()
    for (source, target), words in sorted(found.items()):
        aside = (target, source) in found  # there and back: two lines beside each other
        parts.append(_arrow(PLACES[source], PLACES[target], ", ".join(words), aside=aside))
    for state, (x, y) in PLACES.items():
        fill, ink = ("#edf0d6", "#4b5d14") if state is State.COMPLETED else ("#f8e6da", "#843113")
        if state not in ENDS:
            fill, ink = "#fffdf8", "#221d38"
        parts.append(
            f'<rect x="{x - BOX_W / 2}" y="{y - BOX_H / 2}" width="{BOX_W}" height="{BOX_H}" rx="9" fill="{fill}" '
            f'stroke="{ink}" stroke-width="1.5"/><text x="{x}" y="{y + 5}" text-anchor="middle" fill="{ink}" '
            f'font-weight="600">{state}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])


def _arrow(start: tuple[int, int], end: tuple[int, int], words: str, *, aside: bool = False) -> str:
    (x1, y1), (x2, y2) = start, end
    if aside:
        shift = 12 if (x1, y1) < (x2, y2) else -12
        (x1, x2) = (x1 + shift * 2, x2 + shift * 2) if x1 == x2 else (x1, x2)
        (y1, y2) = (y1, y2) if x1 == x2 else (y1 - shift, y2 - shift)
    if x1 == x2 and y2 - y1 > 150:  # past another box: a bow to the left
        path = f"M{x1 - BOX_W / 2} {y1} C{x1 - 190} {y1} {x2 - 190} {y2} {x2 - BOX_W / 2 - 3} {y2}"
        at, anchor = (x1 - 166, (y1 + y2) / 2 + 5), "end"
    elif x1 == x2:
        down = 1 if y2 > y1 else -1
        path = f"M{x1} {y1 + down * BOX_H / 2} L{x2} {y2 - down * (BOX_H / 2 + 2)}"
        left = x1 > 2 * BOX_W and (down > 0 or not aside)  # where there is room for the words
        at, anchor = (x1 - 10 if left else x1 + 10, (y1 + y2) / 2 + 5), "end" if left else "start"
    else:
        side = 1 if x2 > x1 else -1
        bx, ex = x1 + side * BOX_W / 2, x2 - side * (BOX_W / 2 + 2)
        path = f"M{bx} {y1} L{ex} {y2}"
        at, anchor = ((bx + ex) / 2, (y1 + y2) / 2 - 7), "middle"
    return (
        f'<path d="{path}" fill="none" stroke="#8c8070" stroke-width="1.5" marker-end="url(#tip)"/>'
        f'<text x="{at[0]}" y="{at[1]}" text-anchor="{anchor}" fill="#5d566c" paint-order="stroke" stroke="#faf6ee" '
        f'stroke-width="4">{words}</text>'
    )


def table() -> str:
    """The same as a Markdown table."""
    rows = ["| Action | From | To | Who | Money | Stock |", "|---|---|---|---|---|---|"]
    for t in TRANSITIONS:
        sources = ", ".join(sorted(t.sources, key=list(State).index))
        target = t.target or "(stays)"
        rows.append(f"| {t.action} | {sources} | {target} | {', '.join(sorted(t.roles))} | {t.money} | {t.stock} |")
    return "\n".join(rows) + "\n"


def escrow_table() -> str:
    """Every edge of the escrow machine with its transfers, as a Markdown table."""
    rows = ["| Event | From | To | Transfers (debit to credit) |", "|---|---|---|---|"]
    words = {Where.ALWAYS: "", Where.SAME: " (one currency)", Where.EXCHANGED: " (two currencies)"}
    for edge in EDGES:
        sources = ", ".join(sorted(edge.sources, key=list(Escrow).index)) or "(new)"
        moves = "; ".join(f"{move.part}: {move.debit} to {move.credit}{words[move.where]}" for move in edge.moves)
        rows.append(f"| {edge.event} | {sources} | {edge.target or '(stays)'} | {moves or 'none'} |")
    return "\n".join(rows) + "\n"


def write() -> None:
    """Write the files that changed."""
    made = (
        ("order-states.svg", drawing()),
        ("order-states.inc", table()),
        ("escrow-edges.inc", escrow_table()),
    )
    for name, text in made:
        path = HERE / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def setup(app: Any) -> dict[str, bool]:
    app.connect("builder-inited", lambda _app: write())
    return {"parallel_read_safe": True}
