"""Candles, lamps and glass."""

import math

from karum.seeds.drawing.colours import dark, light, rgb
from karum.seeds.drawing.geometry import box, ellipse, path, smooth, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Stage


@drawer("candle", 1.25)
def candle(s: Stage, k: Look) -> None:
    """Colours: wax, vessel. Forms: pillar, glass, tapers."""
    if k.form == "tapers":
        s.shadow(500, 805, 170)
        for n, (x, top) in enumerate(((420, 330), (500, 290), (580, 360))):
            wax = k.colour(n if n < len(k.colours) else 0)
            s.fill(turned(x, [(16, top), (25, 480), (27, 740)], 0.2), wax, "round")
            flame(s, x, top)
        s.fill(turned(500, [(150, 730), (165, 760), (150, 804)], 0.16), rgb("oak"), "round")
        s.fill(ellipse(500, 730, 150, 24), rgb("birch"), "flat")
        for n, x in enumerate((420, 500, 580)):
            s.fill(box(x - 26, 700, 52, 28), k.colour(n if n < len(k.colours) else 0), "round")
        return
    r = 140
    s.shadow(500, 795, r)
    if k.form == "glass":
        s.fill(turned(500, [(r, 470), (r, 740), (r - 12, 794)], 0.16), light(k.colour(1), 0.35), "round")
        s.fill(turned(500, [(r - 12, 540), (r - 12, 736), (r - 22, 780)], 0.16), k.paint, "round")
        s.fill(ellipse(500, 540, r - 12, 21), light(k.main, 0.35), "flat")
        s.glow_over(box(386, 500, 20, 250, 9), 0.5, None, 5)
        s.line(ellipse(500, 470, r, r * 0.16, 0, 360), light(k.colour(1), 0.6), 5)
        flame(s, 500, 536)
        return
    body = s.fill(turned(500, [(r, 400), (r, 794)], 0.17), k.paint, "round")
    s.fill(ellipse(500, 400, r, r * 0.17), light(k.main, 0.35), "flat")
    s.fill(ellipse(500, 404, r * 0.5, r * 0.08), light(k.main, 0.7), blur=6)
    s.glow_over(ellipse(500, 420, r, 60), 0.35, body, 20)
    flame(s, 500, 396)


def flame(s: Stage, x: float, y: float) -> None:
    """Draw wick, flame and its glow."""
    s.fill(ellipse(x, y - 50, 95, 110), rgb("butter"), alpha=0.42, blur=36)
    s.line([(x, y), (x + 2, y - 22)], rgb("ink"), 5)
    s.fill(
        [
            (x + a * 0.25, y - 60 + b * 0.45)
            for a, b in path("M0 -100 C50 -20 62 40 40 75 C20 100 -20 100 -40 75 C-62 40 -50 -20 0 -100")
        ],
        rgb("saffron"),
        "down",
    )
    s.fill(
        [
            (x + a * 0.13, y - 44 + b * 0.24)
            for a, b in path("M0 -100 C50 -20 62 40 40 75 C20 100 -20 100 -40 75 C-62 40 -50 -20 0 -100")
        ],
        rgb("butter"),
    )


@drawer("lamp", 1.12)
def lamp(s: Stage, k: Look) -> None:
    """Colours: shade, stand. Forms: lantern (paper), table."""
    s.fill(ellipse(500, 450, 330, 300), rgb("butter"), alpha=0.35, blur=80)
    if k.form == "lantern":
        s.shadow(500, 800, 130)
        body = s.fill(turned(500, [(96, 270), (168, 380), (186, 520), (166, 680), (100, 780)], 0.16), k.paint, "soft")
        for n in range(1, 12):
            y = 270 + n * 43
            half = 96 + 90 * math.sin(math.pi * (y - 260) / 530)
            s.line(ellipse(500, y, half, half * 0.10, 5, 175), dark(k.main, 0.22), 3)
        s.glow_over(ellipse(500, 540, 120, 190), 0.55, body, 50)
        for y, r in ((268, 100), (790, 106)):
            s.fill(turned(500, [(r, y), (r, y + 16)], 0.16), k.colour(1), "round")
        s.line([(500, 252), (500, 120)], k.colour(1), 6)
        return
    s.shadow(500, 802, 120)
    s.fill(turned(500, [(20, 520), (26, 600), (90, 660), (104, 730), (76, 800)], 0.16), k.colour(1), "round")
    shade = s.fill(path("M400 250 L600 250 L712 540 C640 566 360 566 288 540 Z"), k.paint, "soft")
    s.glow_over(ellipse(500, 470, 150, 120), 0.5, shade, 46)
    s.line(smooth([(288, 540), (390, 560), (500, 564), (610, 560), (712, 540)]), dark(k.main, 0.25), 6)


@drawer("glass", 1.3)
def glass(s: Stage, k: Look) -> None:
    """Two blown tumblers. Colours: tint, second tint."""
    for n, (cx, low, size) in enumerate(((600, 745, 0.86), (410, 800, 1.0))):
        tint = k.colour(n)
        r, top = 112 * size, low - 290 * size
        s.shadow(cx, low, r * 0.9)
        s.fill(ellipse(cx + r, low + 10, r * 1.2, 16), light(tint, 0.5), alpha=0.6, blur=10)
        s.fill(
            turned(cx, [(r, top), (r * 0.94, low - 40), (r * 0.84, low)], 0.17), light(tint, 0.25), "round", alpha=0.78
        )
        s.fill(turned(cx, [(r * 0.9, low - 40), (r * 0.82, low - 4)], 0.17), dark(tint, 0.12), "round", alpha=0.55)
        s.fill(ellipse(cx, top, r, r * 0.17), dark(tint, 0.15), "hollow", alpha=0.55)
        s.line(ellipse(cx, top, r, r * 0.17), light(tint, 0.7), 5)
        s.glow_over(box(cx - r * 0.78, top + 30, r * 0.14, low - top - 70, 6), 0.6, None, 4)
        for m in range(7):
            s.line(ellipse(cx + r * (0.5 - m * 0.14), low - 60 - (m * 53 % 150) * size, 4, 5), light(tint, 0.75), 2)
