"""Ceramics: mugs, bowls, vases, plates, teapots, cups, pitchers, tiles."""

import math

from karum.seeds.drawing.colours import RGB, dark, light, mix, rgb
from karum.seeds.drawing.geometry import Outline, Point, box, ellipse, path, smooth, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Shape, Stage


def dipped(s: Stage, k: Look, body: Shape, left: float, right: float, y: float, low: float) -> None:
    """Lay the second glaze over the lower part of a body, with the wavering edge that a dip leaves."""
    edge: Outline = [
        (left + (right - left) * n / 24, y + 9 * math.sin(n * 0.9) + 18 * math.sin(math.pi * n / 24)) for n in range(25)
    ]
    s.fill([*edge, (right, low), (left, low)], k.colour(1), "round", inside=body)


def mouth(s: Stage, cx: float, y: float, r: float, glaze: RGB, inner: RGB, depth: float = 0.17) -> Shape:
    """Draw the open mouth of a vessel: rim, then the hollow."""
    s.fill(ellipse(cx, y, r, r * depth), light(glaze, 0.3), "flat")
    return s.fill(ellipse(cx, y + 2, r - 11, (r - 11) * depth), dark(inner, 0.25), "hollow")


def sheen(s: Stage, cx: float, top: float, low: float, r: float) -> None:
    """Lay the long highlight of a glaze on the lit side."""
    x = cx - r * 0.66
    s.glow_over(box(x, top, r * 0.11, low - top, r * 0.05), 0.42, None, 7)


@drawer("mug", 1.32)
def mug(s: Stage, k: Look) -> None:
    """Colours: glaze, second glaze. Forms: dip, tall, espresso."""
    r, top = {"tall": (140, 370), "espresso": (118, 540)}.get(k.form, (168, 460))
    s.shadow(480, 792, r)
    grip = smooth(
        [
            (480 + r - 18, top + 60),
            (480 + r + 78, top + 66),
            (480 + r + 92, top + 150),
            (480 + r + 40, top + 226),
            (480 + r - 24, top + 236),
        ]
    )
    s.line(grip, dark(k.main, 0.32), 40)
    s.line([(x - 3, y - 4) for x, y in grip], dark(k.main, 0.10), 29)
    body = s.fill(turned(480, [(r, top), (r + 4, 620), (r - 6, 740), (r - 34, 790)], 0.16), k.paint, "round")
    if k.form == "dip" or (len(k.colours) > 1 and k.pattern == "plain"):
        dipped(s, k, body, 250, 720, top + (790 - top) * 0.52, 840)
    sheen(s, 480, top + 50, 730, r)
    inner = mouth(s, 480, top, r, k.main, light(k.main, 0.2))
    s.fill(ellipse(480, top + 14, r - 22, (r - 22) * 0.14), rgb("coffee"), "flat", inside=inner)


@drawer("cup", 1.5)
def cup(s: Stage, k: Look) -> None:
    """Two tea bowls; colours: glaze, second glaze."""
    for cx, low, size in ((610, 742, 0.8), (410, 800, 1.0)):
        r = 150 * size
        top = low - 190 * size
        s.shadow(cx, low, r * 0.72)
        body = s.fill(
            turned(
                cx,
                [
                    (r, top),
                    (r * 0.97, top + 70 * size),
                    (r * 0.76, low - 30 * size),
                    (r * 0.48, low - 10),
                    (r * 0.46, low),
                ],
                0.17,
            ),
            k.paint,
            "round",
        )
        dipped(s, k, body, cx - r - 10, cx + r + 10, top + 100 * size, low + 40)
        sheen(s, cx, top + 40 * size, low - 60 * size, r)
        inner = mouth(s, cx, top, r, k.main, k.colour(1))
        s.fill(ellipse(cx, top + 12, r - 26, (r - 26) * 0.13), mix(rgb("lime"), rgb("moss"), 0.5), "flat", inside=inner)


@drawer("bowl", 1.25)
def bowl(s: Stage, k: Look) -> None:
    """Colours: glaze, inside. Forms: wood (turned), dip, nest (three in one another)."""
    s.shadow(500, 790, 190)
    if k.form == "nest":
        _nested(s, k, 0)
        return
    r, top, low = 262, 560, 790
    body = s.fill(turned(500, _bowl(r, top, low), 0.18), k.paint, "round")
    if k.form == "dip":
        dipped(s, k, body, 220, 780, top + 120, low + 60)
    if k.form != "wood":
        sheen(s, 500, top + 50, top + 130, r)
    lip = s.fill(ellipse(500, top, r, r * 0.18), light(k.main, 0.28), "flat")
    inside = k.colour(1) if k.pattern == "plain" and k.form != "wood" else dark(k.main, 0.05)
    s.fill(
        ellipse(500, top + 3, r - 14, (r - 14) * 0.18), k.paint if k.form == "wood" else inside, "hollow", inside=lip
    )


def _bowl(r: float, top: float, low: float) -> list[Point]:
    return [(r, top), (r * 0.97, top + 60), (r * 0.78, low - 80), (r * 0.44, low - 24), (r * 0.42, low)]


def _nested(s: Stage, k: Look, n: int) -> None:
    """Draw the back of the n-th bowl, those within it, then its front."""
    r, top, low = 266 - 52 * n, 570 - 66 * n, 790 - 30 * n
    colour = k.colour(n)
    s.fill(ellipse(500, top, r, r * 0.18), light(colour, 0.28), "flat")
    s.fill(ellipse(500, top + 3, r - 12, (r - 12) * 0.18), dark(colour, 0.2), "hollow")
    if n < 2:
        _nested(s, k, n + 1)
    right = [(500 + x, y) for x, y in smooth(_bowl(r, top, low))]
    left = [(1000 - x, y) for x, y in reversed(right)]
    front = [
        *right,
        *ellipse(500, low, r * 0.42, r * 0.08, 0, 180),
        *left,
        *reversed(ellipse(500, top, r, r * 0.18, 0, 180)),
    ]
    body = s.fill(front, k.paint if n == 0 else colour, "round")
    s.line(ellipse(500, top, r - 3, r * 0.18 - 2, 2, 178), light(colour, 0.4), 7)
    s.glow_over(box(500 - r * 0.66, top + 70, r * 0.1, 70, 10), 0.4, body, 7)


@drawer("vase", 1.12)
def vase(s: Stage, k: Look) -> None:
    """Colours: glaze, second glaze. Forms: slim, round, amphora. Dry stems stand in it."""
    profiles: dict[str, list[Point]] = {
        "slim": [(52, 330), (48, 400), (70, 500), (112, 620), (118, 720), (84, 800)],
        "amphora": [(78, 330), (58, 400), (88, 460), (176, 560), (160, 680), (80, 800)],
        "round": [(66, 430), (60, 468), (120, 520), (192, 620), (180, 730), (104, 800)],
    }
    profile = profiles[k.form or "round"]
    top = profile[0][1]
    stem = mix(rgb("moss"), rgb("oat"), 0.35)
    for n, lean in enumerate((-120, -48, 30, 105)):
        tip = (500 + lean, top - 190 - (n % 2) * 70)
        s.line(smooth([(500 + lean * 0.1, top + 10), (500 + lean * 0.4, top - 90), tip]), stem, 5)
        for m in range(5):
            t = m / 5
            x, y = 500 + lean * (0.45 + 0.6 * t), top - 100 - (90 + (n % 2) * 70) * t
            s.fill(
                ellipse(x + (13 if m % 2 else -13), y, 17, 9, tilt=-35 if m % 2 else 35),
                light(k.colour(2), 0.1 + 0.06 * m),
                "flat",
            )
    s.shadow(500, 800, profile[-1][0] + 40)
    body = s.fill(turned(500, profile, 0.16), k.paint, "round")
    r = max(p[0] for p in profile)
    if k.pattern == "plain" and len(k.colours) > 1:
        dipped(s, k, body, 290, 710, 660, 840)
    if k.form == "amphora":
        for side in (-1, 1):
            s.line(
                smooth([(500 + side * 62, 380), (500 + side * 132, 400), (500 + side * 148, 500)]),
                dark(k.main, 0.2),
                24,
            )
    sheen(s, 500, 590, 720, r)
    mouth(s, 500, top, profile[0][0], k.main, k.main, 0.2)


@drawer("pitcher", 1.18)
def pitcher(s: Stage, k: Look) -> None:
    s.shadow(490, 800, 150)
    grip = smooth([(575, 400), (715, 400), (730, 540), (640, 650)])
    s.line(grip, dark(k.main, 0.34), 38)
    s.line([(x - 3, y - 4) for x, y in grip], dark(k.main, 0.12), 27)
    body = s.fill(
        turned(490, [(106, 360), (96, 430), (140, 540), (168, 650), (150, 750), (112, 800)], 0.17), k.paint, "round"
    )
    s.fill(path("M386 362 C350 350 330 340 318 346 C340 380 366 400 392 424 Z"), k.main, "flat")
    if k.pattern == "plain" and len(k.colours) > 1:
        dipped(s, k, body, 300, 680, 620, 840)
    sheen(s, 490, 560, 740, 160)
    mouth(s, 490, 360, 106, k.main, k.main)


@drawer("teapot", 1.25)
def teapot(s: Stage, k: Look) -> None:
    """Colours: glaze, second glaze, lid knob."""
    s.shadow(500, 795, 190)
    grip = smooth([(650, 560), (790, 540), (800, 660), (676, 716)])
    s.line(grip, dark(k.main, 0.34), 36)
    s.line([(x - 3, y - 4) for x, y in grip], dark(k.main, 0.12), 25)
    s.fill(path("M352 640 C280 640 272 560 218 520 L254 500 C310 540 320 570 372 572 Z"), dark(k.main, 0.06), "soft")
    body = s.fill(turned(500, [(96, 520), (170, 560), (204, 650), (180, 740), (120, 795)], 0.16), k.paint, "round")
    if k.pattern == "plain" and len(k.colours) > 1:
        dipped(s, k, body, 280, 720, 690, 850)
    lid = s.fill(turned(500, [(34, 476), (80, 492), (104, 522)], 0.18), k.main, "round")
    s.shade_over(ellipse(500, 534, 104, 16), 0.4, body, 5)
    s.glow_over(ellipse(460, 500, 30, 8), 0.5, lid, 5)
    s.fill(ellipse(500, 462, 26, 22), k.colour(2) if len(k.colours) > 2 else k.main, "round")
    sheen(s, 500, 600, 720, 195)


@drawer("plate", 1.08)
def plate(s: Stage, k: Look) -> None:
    """A plate leaning on the wall with a smaller one before it. Colours: glaze, decoration."""
    for cx, cy, r, top in ((520, 480, 285, True), (350, 700, 150, False)):
        s.shadow_of(ellipse(cx, cy, r, r), 22, 26, 0.4, 16)
        if not top:
            s.shadow(cx, cy + r - 6, r * 0.5, 0.8, 0.4)
        rim = s.fill(ellipse(cx, cy, r, r), k.paint if k.pattern != "plain" else k.main, "flat")
        s.line(ellipse(cx, cy, r - 5, r - 5), k.colour(1), 9)
        well = s.fill(ellipse(cx + 3, cy + 4, r * 0.68, r * 0.68), dark(k.main, 0.15), "flat", inside=rim)
        s.fill(ellipse(cx, cy, r * 0.66, r * 0.66), k.main, "soft", inside=well)
        if k.pattern == "plain":
            for n in range(24):
                a = n * math.pi / 12
                s.line([(cx + math.cos(a) * r * q, cy + math.sin(a) * r * q) for q in (0.74, 0.86)], k.colour(1), 7)
        s.glow_over(ellipse(cx - r * 0.3, cy - r * 0.5, r * 0.3, r * 0.14, tilt=-35), 0.4, rim, 14)


@drawer("tile", 1.18)
def tile(s: Stage, k: Look) -> None:
    """A set of four tiles upright and one lying. Pattern: tiles, waves, leaves ..."""
    whole = box(290, 270, 420, 420)
    s.shadow_of(whole, 26, 22, 0.45, 16)
    for n in range(4):
        x, y = 290 + (n % 2) * 212, 270 + (n // 2) * 212
        s.fill(box(x, y, 206, 206, 6), k.paint, "flat")
        s.line([(x + 4, y + 5), (x + 200, y + 5)], light(k.main, 0.6), 3)
    s.shadow(360, 800, 150, 0.9, 0.5)
    s.fill(path("M230 770 L470 770 L520 820 L200 820 Z"), k.woven(k.pattern, 1, 0, 2), "flat")
    s.fill(path("M200 820 L520 820 L520 836 L200 836 Z"), dark(rgb("clay"), 0.1), "flat")
