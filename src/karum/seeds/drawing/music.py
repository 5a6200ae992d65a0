"""Instruments: drums, flutes, thumb pianos, shakers."""

import math

from karum.seeds.drawing.colours import dark, rgb
from karum.seeds.drawing.geometry import box, ellipse, path, turn, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Stage


@drawer("drum", 1.18)
def drum(s: Stage, k: Look) -> None:
    """Colours: wood, rope, carving. Forms: goblet (djembe), frame."""
    hide = rgb("cream")
    if k.form == "frame":
        ring = ellipse(500, 520, 270, 270)
        s.shadow_of(ring, 30, 26, 0.45, 18)
        s.shadow(500, 796, 120, 0.8, 0.4)
        s.fill(ring, k.woven("wood", 0), "round")
        skin = s.fill(ellipse(496, 516, 246, 246), hide, "soft")
        s.fill(ellipse(496, 516, 160, 160), k.colour(2), alpha=0.22, blur=30, inside=skin)
        for n in range(20):
            a = n * math.pi / 10
            s.dot(498 + math.cos(a) * 258, 518 + math.sin(a) * 258, 7, rgb("brass"))
        s.line(ellipse(496, 516, 200, 200), k.colour(1), 6)
        return
    s.shadow(500, 804, 130)
    profile = [(196, 330), (192, 430), (150, 540), (84, 620), (92, 700), (132, 800)]
    body = s.fill(turned(500, profile, 0.16), k.woven("wood", 0), "round")
    s.fill(
        box(380, 690, 240, 60), k.woven("zigzag" if k.pattern == "plain" else k.pattern, 0, 1, 2), "round", inside=body
    )
    for n in range(13):
        x = 308 + n * 32
        s.line([(x, 366), (500 + (x + 16 - 500) * 0.72, 560)], k.colour(1), 5)
        s.line([(x + 16, 366), (500 + (x - 500) * 0.72, 560)], k.colour(1), 5)
    s.line(ellipse(500, 362, 198, 34, 0, 180), dark(k.colour(1), 0.2), 15)
    s.line(ellipse(500, 548, 146, 26, 0, 180), dark(k.colour(1), 0.2), 13)
    s.fill(turned(500, [(200, 314), (200, 340)], 0.16), dark(hide, 0.14), "round")
    top = s.fill(ellipse(500, 314, 200, 33), hide, "soft")
    s.fill(ellipse(500, 316, 110, 17), k.colour(2), alpha=0.25, blur=14, inside=top)


@drawer("flute", 1.08, hung=True)
def flute(s: Stage, k: Look) -> None:
    """Forms: pan (pan flute), side. Colours: cane, binding."""
    if k.form == "pan":
        for n in range(10):
            x, low = 254 + n * 50, 800 - n * 38
            s.fill(ellipse(x + 30, low + 6, 30, 12), dark(s.wall, 0.6), alpha=0.4, blur=10)
            s.fill(turned(x, [(24, 300), (24, low)], 0.25), k.woven("wood", 0), "round")
            s.fill(ellipse(x, 300, 24, 7), dark(k.main, 0.65), "flat")
        for y in (380, 430):
            s.fill(
                path(f"M222 {y} L730 {y} L730 {y + 30} L222 {y + 30} Z"),
                k.woven("bands", 1, 2, 0) if len(k.colours) > 2 else k.colour(1),
                "soft",
            )
        return
    for dy, tone in ((-70, 0), (90, 1)):
        tube = turn(box(120, 500 + dy, 760, 52, 24), -24, (500, 520))
        s.shadow_of(tube, 18, 34, 0.45, 12)
        shape = s.fill(tube, k.woven("wood", tone), "down")
        for m in range(6):
            hole = turn([(420 + m * 62, 520 + dy)], -24, (500, 520))[0]
            s.fill(ellipse(*hole, 13, 11), dark(k.main, 0.75), "hollow")
        for x in (180, 340, 830):
            s.fill(turn(box(x, 498 + dy, 22, 56), -24, (500, 520)), k.colour(2), "soft", inside=shape)


@drawer("thumb_piano", 1.15, hung=True)
def thumb_piano(s: Stage, k: Look) -> None:
    """Colours: wood, metal, carving."""
    shape = path(
        "M300 300 C300 270 330 260 360 262 L640 262 C670 260 700 270 700 300 L716 740 C716 "
        "780 690 800 650 800 L350 800 C310 800 284 780 284 740 Z"
    )
    s.shadow_of(shape, 24, 30, 0.5, 16)
    s.fill([(x + 8, y + 10) for x, y in shape], dark(k.main, 0.45))
    body = s.fill(shape, k.woven("wood", 0), "flat")
    s.fill(ellipse(500, 650, 62, 62), dark(k.main, 0.7), "hollow", inside=body)
    s.line(ellipse(500, 650, 74, 74), k.colour(2), 7)
    s.fill(box(318, 380, 364, 24, 8), dark(k.main, 0.3), "down")
    s.fill(box(318, 350, 364, 13, 6), rgb("silver"), "metal")
    for n in range(11):
        x = 334 + n * 31
        length = 210 - abs(n - 5) * 20
        s.line([(x + 4, 330), (x + 4, 380 + length * 0.9)], dark(k.main, 0.5), 9)
        s.fill(box(x - 6, 312, 13, length + 60, 5), rgb("silver"), "metal")


@drawer("shaker", 1.2)
def shaker(s: Stage, k: Look) -> None:
    """A pair of gourd shakers. Colours: gourd, pattern, accent."""
    for cx, low, lean in ((620, 770, 18), (400, 800, -14)):
        s.shadow(cx, low, 60)
        handle = turn(box(cx - 18, 560, 36, low - 560, 14), lean, (cx, low))
        s.fill(handle, dark(k.main, 0.25), "round")
        centre = turn([(cx, 470)], lean, (cx, low))[0]
        globe = s.fill(ellipse(centre[0], centre[1], 118, 132, tilt=lean), k.main, "round")
        for n, wide in enumerate((34, 14)):
            band = turn(box(cx - 140, 452 + n * 58, 280, wide), lean, (cx, low))
            s.fill(band, k.woven(k.pattern if k.pattern != "plain" else "zigzag", 1, 2, 0), "round", inside=globe)
        s.glow_over(ellipse(centre[0] - 44, centre[1] - 52, 24, 34, tilt=lean), 0.4, globe, 10)
