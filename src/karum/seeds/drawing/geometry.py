"""Outlines as lists of points on a square of 1000 x 1000 units (y grows downwards)."""

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Outline = list[Point]

_TOKEN = re.compile(r"[MLCQZ]|-?\d+(?:\.\d+)?")


def path(text: str, steps: int = 18) -> Outline:
    """Return the points of an SVG-like path: absolute M, L, C, Q and Z; curves become ``steps`` straight pieces."""
    tokens = _TOKEN.findall(text)
    points: Outline = []
    command, index = "L", 0

    def pair(at: int) -> Point:
        return float(tokens[at]), float(tokens[at + 1])

    while index < len(tokens):
        if tokens[index].isalpha():
            command = tokens[index]
            index += 1
            if command == "Z":
                continue
        if command in "ML":
            points.append(pair(index))
            index += 2
            command = "L"
        else:
            count = 3 if command == "C" else 2
            controls = [points[-1], *(pair(index + 2 * n) for n in range(count))]
            points.extend(bezier(controls, n / steps) for n in range(1, steps + 1))
            index += 2 * count
    return points


def bezier(controls: Sequence[Point], t: float) -> Point:
    """Return the point at ``t`` (0 to 1) of the Bezier curve, by de Casteljau."""
    row = list(controls)
    while len(row) > 1:
        row = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(row)]
    return row[0]


def ellipse(cx: float, cy: float, rx: float, ry: float, start: float = 0, end: float = 360, tilt: float = 0) -> Outline:
    """Return an ellipse or an arc of it; degrees run clockwise from the right."""
    count = max(12, int(abs(end - start) / 4))
    angles = (math.radians(start + (end - start) * n / count) for n in range(count + 1))
    flat = [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]
    return turn(flat, tilt, (cx, cy)) if tilt else flat


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> Outline:
    """Return a rectangle, with round corners if ``radius`` is given."""
    if radius <= 0:
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    r = min(radius, width / 2, height / 2)
    right, low = x + width, y + height
    return [
        *ellipse(right - r, y + r, r, r, -90, 0),
        *ellipse(right - r, low - r, r, r, 0, 90),
        *ellipse(x + r, low - r, r, r, 90, 180),
        *ellipse(x + r, y + r, r, r, 180, 270),
    ]


def smooth(points: Sequence[Point], steps: int = 10, *, closed: bool = False) -> Outline:
    """Return a Catmull-Rom curve through the points."""
    row = list(points)
    ring = [row[-1], *row, row[0], row[1]] if closed else [row[0], *row, row[-1]]
    out: Outline = []
    for before, a, b, after in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        for n in range(steps):
            t = n / steps
            out.append((_spline(before[0], a[0], b[0], after[0], t), _spline(before[1], a[1], b[1], after[1], t)))
    if not closed:
        out.append(row[-1])
    return out


def _spline(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    return 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t
    )


def turned(cx: float, profile: Sequence[Point], depth: float = 0.16) -> Outline:
    """Return the outline of a thing turned on a wheel or a lathe.

    profile: (half width, y) from the top to the foot. ``depth``: height by width of the ellipses of top and foot.
    """
    right = [(cx + r, y) for r, y in smooth(profile)]
    top_r, top_y = profile[0]
    foot_r, foot_y = profile[-1]
    foot = ellipse(cx, foot_y, foot_r, foot_r * depth, 0, 180)
    left = [(2 * cx - x, y) for x, y in reversed(right)]
    top = ellipse(cx, top_y, top_r, top_r * depth, 180, 360)
    return [*right, *foot, *left, *top]


def turn(points: Iterable[Point], degrees: float, around: Point = (500, 500)) -> Outline:
    """Return the points turned clockwise."""
    a = math.radians(degrees)
    cos, sin = math.cos(a), math.sin(a)
    cx, cy = around
    return [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in points]


def move(points: Iterable[Point], dx: float, dy: float, scale: float = 1.0) -> Outline:
    """Return the points scaled about the origin, then shifted."""
    return [(x * scale + dx, y * scale + dy) for x, y in points]


def mirror(points: Iterable[Point], axis: float = 500) -> Outline:
    """Return the points mirrored left to right."""
    return [(2 * axis - x, y) for x, y in points]


def star(cx: float, cy: float, outer: float, inner: float, points: int, start: float = -90) -> Outline:
    """Return a star with that many points."""
    out: Outline = []
    for n in range(points * 2):
        radius = outer if n % 2 == 0 else inner
        a = math.radians(start + 180 * n / points)
        out.append((cx + radius * math.cos(a), cy + radius * math.sin(a)))
    return out
