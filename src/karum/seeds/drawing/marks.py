"""Small emblems for labels, crates and shop signs: no letters needed, understood everywhere."""

import math
from collections.abc import Callable

from karum.seeds.drawing.colours import RGB
from karum.seeds.drawing.geometry import Outline, ellipse, mirror, path, star, turn
from karum.seeds.drawing.stage import Stage


def _put(s: Stage, outline: Outline, cx: float, cy: float, r: float, colour: RGB, *, angle: float = 0) -> None:
    """Fill an outline that was made for a circle of radius 100 around (0, 0)."""
    turned = turn(outline, angle, (0, 0)) if angle else outline
    s.fill([(cx + x * r / 100, cy + y * r / 100) for x, y in turned], colour)


def _leaf(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    blade = path("M0 -100 C70 -50 70 40 0 80 C-70 40 -70 -50 0 -100")
    _put(s, blade, cx, cy, r, ink)
    s.line([(cx, cy - r * 0.5), (cx, cy + r)], paper, r * 0.06)
    for n in (-0.15, 0.15, 0.45):
        s.line(
            [(cx - r * 0.3, cy + r * (n - 0.22)), (cx, cy + r * n), (cx + r * 0.3, cy + r * (n - 0.22))],
            paper,
            r * 0.05,
        )
    s.line([(cx, cy + r * 0.78), (cx, cy + r * 1.02)], ink, r * 0.07)


def _sprig(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    s.line([(cx, cy - r * 0.8), (cx, cy + r)], ink, r * 0.07)
    blade = path("M0 0 C30 -50 80 -60 100 -50 C90 -10 50 15 0 0")
    for n, up in enumerate((0.75, 0.3, -0.15, -0.5)):
        size = r * (0.85 - n * 0.13)
        _put(s, blade, cx, cy + r * up, size, ink)
        _put(s, mirror(blade, 0), cx, cy + r * up, size, ink)


def _bean(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    for dx, dy, angle in ((-0.42, 0.12, -28), (0.42, -0.08, 24)):
        x, y = cx + dx * r, cy + dy * r
        s.fill(turn(ellipse(x, y, r * 0.46, r * 0.7), angle, (x, y)), ink)
        seam = turn([(x + r * 0.10 * math.sin(t / 3), y + r * 0.6 * (t / 10 - 1)) for t in range(21)], angle, (x, y))
        s.line(seam, paper, r * 0.09)


def _sun(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    s.fill(ellipse(cx, cy, r * 0.48, r * 0.48), ink)
    for n in range(12):
        a = n * math.pi / 6
        s.line([(cx + math.cos(a) * r * k, cy + math.sin(a) * r * k) for k in (0.64, 0.95)], ink, r * 0.10)


def _mountain(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    _put(s, path("M-100 70 L-35 -40 L0 10 L30 -70 L100 70 Z"), cx, cy, r, ink)
    _put(s, path("M30 -70 L52 -30 L36 -38 L28 -24 L16 -36 L12 -26 Z"), cx, cy, r, paper)
    s.fill(ellipse(cx - r * 0.55, cy - r * 0.62, r * 0.2, r * 0.2), ink)


def _bee(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    for angle in (-35, 35):
        wing = turn(ellipse(cx, cy - r * 0.45, r * 0.24, r * 0.5), angle, (cx, cy))
        s.fill(wing, ink, alpha=0.45)
    s.fill(ellipse(cx, cy + r * 0.25, r * 0.36, r * 0.62), ink)
    for y in (0.05, 0.3, 0.55):
        s.line([(cx - r * 0.33, cy + r * y), (cx + r * 0.33, cy + r * y)], paper, r * 0.1, cap=False)
    s.fill(ellipse(cx, cy - r * 0.4, r * 0.22, r * 0.2), ink)


def _drop(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    _put(
        s,
        path("M0 -100 C20 -50 62 -10 62 32 C62 70 34 95 0 95 C-34 95 -62 70 -62 32 C-62 -10 -20 -50 0 -100"),
        cx,
        cy,
        r,
        ink,
    )
    s.line([(cx - r * 0.33, cy + r * 0.3), (cx - r * 0.22, cy + r * 0.55), (cx, cy + r * 0.66)], paper, r * 0.08)


def _flower(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    for n in range(8):
        a = n * math.pi / 4
        x, y = cx + math.cos(a) * r * 0.58, cy + math.sin(a) * r * 0.58
        s.fill(turn(ellipse(x, y, r * 0.38, r * 0.22), n * 45, (x, y)), ink)
    s.fill(ellipse(cx, cy, r * 0.24, r * 0.24), paper)


def _star(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    s.fill(star(cx, cy, r, r * 0.52, 8), ink)
    s.fill(ellipse(cx, cy, r * 0.22, r * 0.22), paper)


def _wave(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    for row in (-0.45, 0.0, 0.45):
        points = [(cx + r * (n / 12 - 1), cy + r * (row + 0.16 * math.sin(n * math.pi / 4))) for n in range(25)]
        s.line(points, ink, r * 0.15)


def _pod(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    s.fill(turn(path_at("M0 -100 C55 -70 62 50 0 100 C-62 50 -55 -70 0 -100", cx, cy, r), 28, (cx, cy)), ink)
    for bend in (-0.3, 0.0, 0.3):
        rib = [(cx + r * bend * math.sin(t / 10 * math.pi), cy + r * (t / 5 - 1) * 0.8) for t in range(11)]
        s.line(turn(rib, 28, (cx, cy)), paper, r * 0.06)


def _olive(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    s.line([(cx - r * 0.9, cy + r * 0.6), (cx, cy), (cx + r * 0.8, cy - r * 0.6)], ink, r * 0.07)
    for x, y, a in ((-0.5, 0.05, 30), (-0.1, -0.45, 60), (0.35, -0.8, 70), (0.1, 0.45, 120), (0.6, 0.0, 130)):
        s.fill(turn(ellipse(cx + x * r, cy + y * r, r * 0.4, r * 0.15), a, (cx + x * r, cy + y * r)), ink)
    s.fill(ellipse(cx - r * 0.35, cy + r * 0.62, r * 0.2, r * 0.25), ink)


def _bird(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    _put(
        s,
        path("M-95 -30 C-60 -75 -20 -60 0 -30 C40 -30 70 0 100 60 C50 40 40 60 0 60 C-45 60 -75 30 -70 -18 Z"),
        cx,
        cy,
        r,
        ink,
    )
    _put(s, path("M-20 0 C20 -10 50 10 60 45 C30 50 -10 40 -20 0"), cx, cy, r, paper)
    s.dot(cx - r * 0.5, cy - r * 0.36, r * 0.06, paper)


def _sheep(s: Stage, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    for x, y in ((-0.4, -0.1), (0.0, -0.3), (0.4, -0.1), (-0.25, 0.2), (0.25, 0.2), (0, 0)):
        s.fill(ellipse(cx + x * r, cy + y * r, r * 0.34, r * 0.32), ink)
    s.fill(ellipse(cx - r * 0.78, cy - r * 0.05, r * 0.2, r * 0.28), ink)
    for x in (-0.3, 0.3):
        s.line([(cx + x * r, cy + r * 0.4), (cx + x * r, cy + r * 0.82)], ink, r * 0.11)


MARKS: dict[str, Callable[[Stage, float, float, float, RGB, RGB], None]] = {
    "leaf": _leaf, "sprig": _sprig, "bean": _bean, "sun": _sun, "mountain": _mountain, "bee": _bee, "drop": _drop,
    "flower": _flower, "star": _star, "wave": _wave, "pod": _pod, "olive": _olive, "bird": _bird, "sheep": _sheep,
}  # fmt: skip


def path_at(text: str, cx: float, cy: float, r: float) -> Outline:
    """Return a path made for a circle of radius 100 around (0, 0), placed."""
    return [(cx + x * r / 100, cy + y * r / 100) for x, y in path(text)]


def mark(s: Stage, name: str, cx: float, cy: float, r: float, ink: RGB, paper: RGB) -> None:
    """Draw an emblem of radius ``r`` around a point, in ink on paper."""
    MARKS[name](s, cx, cy, r, ink, paper)


def text_lines(s: Stage, cx: float, y: float, width: float, ink: RGB, rows: int = 2, gap: float = 20) -> None:
    """Draw lines that stand for the small print of a label."""
    for n in range(rows):
        half = width / 2 * (1.0, 0.66, 0.82)[n % 3]
        s.line([(cx - half, y + n * gap), (cx + half, y + n * gap)], ink, 5 if n else 8)
