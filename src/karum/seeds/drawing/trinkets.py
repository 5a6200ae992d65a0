"""Soap and balm, jewellery, ornaments."""

import math

from karum.seeds.drawing.colours import RGB, dark, light, rgb
from karum.seeds.drawing.geometry import box, ellipse, path, smooth, star, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.marks import mark
from karum.seeds.drawing.pantry import ink_on, label
from karum.seeds.drawing.stage import Stage


@drawer("soap", 1.34)
def soap(s: Stage, k: Look) -> None:
    """Bars in a stack, the top one in a paper band. Colours: soap, second soap, band."""
    s.shadow(500, 800, 250)
    for x, y, w, tone in ((250, 690, 330, 0), (540, 700, 230, 1), (310, 572, 330, 1 if k.form == "two" else 0)):
        paint = k.colour(tone) if k.pattern == "plain" or tone else k.paint
        body = s.fill(box(x, y, w, 112, 26), paint, "soft")
        s.fill(box(x + 8, y + 4, w - 16, 40, 20), light(k.colour(tone), 0.35), blur=8, alpha=0.7, inside=body)
        s.shade_over(box(x, y + 88, w, 30), 0.28, body, 8)
        if y < 600:
            band = k.colour(2) if len(k.colours) > 2 else rgb("kraft")
            s.fill(box(x + 96, y, 138, 112), band, "down", inside=body)
            mark(s, k.mark, x + 165, y + 56, 34, ink_on(band, dark(k.main, 0.5)), band)
        elif tone == 0:
            mark(s, k.mark, x + w * 0.42, y + 64, 26, dark(k.colour(tone), 0.2), k.colour(tone))
    for n in range(6):
        at, r = (190 + n * 22 + s.chance.uniform(-8, 8), 790 - (n * 37 % 60)), s.chance.uniform(8, 22)
        s.fill(ellipse(*at, r, r), rgb("white"), alpha=0.55)
        s.line(ellipse(*at, r, r, 180, 280), rgb("white"), 3)


@drawer("balm", 1.4)
def balm(s: Stage, k: Look) -> None:
    """A flat tin, open, its lid leaning behind. Colours: balm, tin, label."""
    metal = k.colour(1)
    s.shadow(460, 800, 190)
    lid = s.fill(ellipse(620, 620, 168, 172), metal, "metal")
    s.fill(ellipse(614, 618, 146, 150), k.colour(2) if len(k.colours) > 2 else rgb("cream"), "soft", inside=lid)
    paper = k.colour(2) if len(k.colours) > 2 else rgb("cream")
    mark(s, k.mark, 614, 600, 66, ink_on(paper, dark(k.main, 0.5)), paper)
    s.shadow(420, 800, 180)
    s.fill(turned(420, [(190, 716), (190, 800)], 0.2), metal, "metal")
    s.fill(ellipse(420, 716, 190, 40), light(metal, 0.3), "flat")
    cream = s.fill(ellipse(420, 718, 176, 35), k.main, "soft")
    s.line(smooth([(330, 716), (390, 700), (450, 722), (510, 710)]), light(k.main, 0.5), 10)
    s.glow_over(ellipse(370, 706, 60, 10), 0.5, cream, 6)


@drawer("cream_jar", 1.25)
def cream_jar(s: Stage, k: Look) -> None:
    """Colours: jar, lid."""
    s.shadow(500, 798, 190)
    body = s.fill(turned(500, [(180, 560), (190, 580), (190, 770), (170, 796)], 0.17), k.main, "round")
    s.fill(
        turned(500, [(186, 470), (190, 560)], 0.17), k.woven("wood", 1) if k.form == "wood" else k.colour(1), "round"
    )
    s.fill(ellipse(500, 470, 186, 31), light(k.colour(1), 0.25), "flat")
    label(s, k, body, 500, 690, 220, 150, rgb("cream"), "round")
    s.glow_over(box(346, 600, 18, 160, 8), 0.4, body, 6)


def bust(s: Stage) -> None:
    """Draw the linen stand on which a necklace hangs."""
    tone = rgb("linen")
    s.shadow(500, 812, 200)
    s.fill(
        path(
            "M430 170 C440 260 430 310 380 350 C300 390 250 440 262 560 C280 700 380 800 500 812 "
            "C620 800 720 700 738 560 C750 440 700 390 620 350 C570 310 560 260 570 170 Z"
        ),
        tone,
        "round",
    )
    s.fill(ellipse(500, 170, 70, 18), light(tone, 0.4), "flat")


@drawer("necklace", 1.0)
def necklace(s: Stage, k: Look) -> None:
    """Forms: beads (several rows), pendant. Colours: beads in turn."""
    bust(s)
    rows = ((250, 0.92), (310, 0.78), (370, 0.64)) if k.form != "pendant" else ((330, 0.75),)
    for row, (depth, size) in enumerate(rows):
        count = 27 + row * 6
        for n in range(count):
            t = n / (count - 1)
            a = math.pi * t
            x = 500 - math.cos(a) * (128 + row * 20)
            y = 300 + row * 6 + math.sin(a) ** 0.8 * depth
            r = (12 if k.form != "pendant" else 7) * (1.25 if n % 4 == 2 else 1.0) * (0.8 + size * 0.25)
            tone = k.colours[(n + row) % len(k.colours)]
            s.dot(x + 4, y + 6, r, dark(rgb("linen"), 0.35))
            s.dot(x, y, r, dark(tone, 0.25))
            s.dot(x - r * 0.12, y - r * 0.12, r * 0.84, tone)
            s.dot(x - r * 0.35, y - r * 0.38, r * 0.26, light(tone, 0.7))
    if k.form == "pendant":
        s.fill(ellipse(506, 694, 52, 60), dark(rgb("linen"), 0.4), alpha=0.6, blur=8)
        s.fill(ellipse(500, 684, 50, 58), k.colour(1), "metal")
        s.fill(ellipse(500, 686, 36, 43), k.colour(2), "round")
        s.glow_over(ellipse(486, 664, 10, 15, tilt=20), 0.7, None, 4)


@drawer("earrings", 1.1)
def earrings(s: Stage, k: Look) -> None:
    """Forms: hoops, drops, discs, leaf. Colours: metal, stone, second stone."""
    metal = k.main
    s.fill(box(210, 250, 580, 22, 10), rgb("oak"), "flat")
    for x in (230, 748):
        s.fill(box(x, 260, 22, 540, 8), dark(rgb("oak"), 0.1), "round")
    s.shadow(500, 800, 290, 0.8, 0.3)
    s.fill(box(180, 786, 640, 24, 10), rgb("oak"), "flat")
    for cx in (390, 610):
        s.line(smooth([(cx - 18, 300), (cx - 12, 250), (cx + 8, 246), (cx + 6, 320), (cx, 344)]), metal, 7)
        if k.form == "hoops":
            ring = ellipse(cx, 450, 96, 106)
            s.line([(x + 16, y + 16) for x, y in ring], dark(s.wall, 0.25), 10)
            s.line(ring, dark(metal, 0.25), 19)
            s.line(ellipse(cx - 2, 448, 96, 106), metal, 12)
            for n in range(5):
                a = math.radians(30 + n * 30)
                s.fill(ellipse(cx + math.cos(a) * 96, 450 + math.sin(a) * 106, 20, 20), k.colour(1 + n % 2), "round")
        elif k.form == "discs":
            for n, (r, y) in enumerate(((36, 380), (58, 470), (78, 600))):
                s.fill(ellipse(cx + 14, y + 16, r, r), dark(s.wall, 0.5), alpha=0.3, blur=8)
                s.fill(ellipse(cx, y, r, r), k.colour(n), "round")
                s.line(ellipse(cx, y, r * 0.64, r * 0.64), light(k.colour(n), 0.35), 4)
                s.dot(cx, y - r - 4, 6, metal)
        elif k.form == "leaf":
            blade = path(f"M{cx} 350 C{cx + 90} 430 {cx + 80} 560 {cx} 680 C{cx - 80} 560 {cx - 90} 430 {cx} 350")
            s.fill([(x + 16, y + 16) for x, y in blade], dark(s.wall, 0.5), alpha=0.3, blur=8)
            s.fill(blade, metal, "metal")
            s.line([(cx, 370), (cx, 660)], dark(metal, 0.3), 4)
            for n in range(5):
                y = 430 + n * 46
                s.line([(cx - 42 + n * 3, y - 24), (cx, y), (cx + 42 - n * 3, y - 24)], dark(metal, 0.25), 3)
        else:
            s.fill(ellipse(cx, 364, 18, 18), metal, "round")
            drop = path(
                f"M{cx} 386 C{cx + 24} 450 {cx + 72} 500 {cx + 66} 560 C{cx + 60} 620 {cx - 60} 620 "
                f"{cx - 66} 560 C{cx - 72} 500 {cx - 24} 450 {cx} 386"
            )
            s.fill([(x + 16, y + 16) for x, y in drop], dark(s.wall, 0.5), alpha=0.3, blur=8)
            s.fill(drop, metal, "metal")
            s.fill([(cx + (x - cx) * 0.72, 520 + (y - 520) * 0.76) for x, y in drop], k.colour(1), "round")
            s.glow_over(ellipse(cx - 22, 520, 9, 26, tilt=14), 0.65, None, 4)


@drawer("ring", 1.15)
def ring(s: Stage, k: Look) -> None:
    """A ring on a linen cushion. Colours: metal, stone."""
    s.shadow(500, 800, 260)
    pad = s.fill(
        path(
            "M250 640 C300 600 700 600 750 640 C790 700 790 770 750 800 C660 826 340 826 250 800 "
            "C210 770 210 700 250 640"
        ),
        k.colour(2),
        "soft",
    )
    s.shade_over(box(380, 630, 240, 18), 0.5, pad, 8)
    band = ellipse(500, 500, 140, 150)
    s.line(band, dark(k.main, 0.35), 44)
    s.line(ellipse(497, 497, 140, 150), k.main, 32)
    s.line(ellipse(492, 492, 148, 158, 150, 250), light(k.main, 0.7), 7)
    s.shade_over(path("M230 636 C320 606 680 606 770 636 L770 690 L230 690 Z"), 0.0, pad)
    s.fill(path("M340 626 C420 606 580 606 660 626 L660 690 L340 690 Z"), k.colour(2), "soft", inside=pad)
    s.fill(ellipse(500, 344, 76, 60), dark(k.main, 0.2), "metal")
    s.fill(ellipse(500, 338, 62, 48), k.colour(1), "round")
    s.fill(path("M452 330 L486 300 L540 306 L556 336 L520 330 Z"), light(k.colour(1), 0.5), alpha=0.7)


@drawer("bangles", 1.12)
def bangles(s: Stage, k: Look) -> None:
    """Bangles stacked. Colours: one each."""
    s.shadow(500, 800, 220)
    for n in range(7):
        y = 780 - n * 44
        tone = k.colours[n % len(k.colours)]
        r = 214 - (n % 2) * 8
        dx = (n * 37 % 13) - 6
        s.line(ellipse(500 + dx, y - 6, r, r * 0.2, 180, 360), dark(tone, 0.45), 24)
        s.line(ellipse(500 + dx, y, r, r * 0.2, 0, 180), dark(tone, 0.3), 38)
        s.line(ellipse(500 + dx, y - 3, r, r * 0.2, 2, 178), tone, 28)
        s.line(ellipse(500 + dx, y - 8, r, r * 0.2, 95, 160), light(tone, 0.6), 6)
        if n % 3 == 1:
            for m in range(9):
                a = math.radians(20 + m * 17)
                s.dot(500 + dx + math.cos(a) * r, y + math.sin(a) * r * 0.2, 7, k.colours[(n + 1) % len(k.colours)])


@drawer("ornament", 1.05, hung=True)
def ornament(s: Stage, k: Look) -> None:
    """Hanging ornaments. Forms: stars (straw, wood), balls. Colours: one each."""
    s.line([(100, 190), (900, 170)], dark(rgb("oak"), 0.25), 17)
    for n, (x, y, r) in enumerate(((290, 480, 100), (510, 580, 128), (730, 440, 92))):
        tone: RGB = k.colours[n % len(k.colours)]
        s.line([(x, 182), (x, y - r)], rgb("linen"), 4)
        shape = ellipse(x, y, r, r) if k.form == "balls" else star(x, y, r, r * 0.5, 8 if n % 2 else 6)
        s.fill([(px + 22, py + 26) for px, py in shape], dark(s.wall, 0.6), alpha=0.32, blur=12)
        if k.form == "balls":
            paint = (
                k.woven(k.pattern, n % len(k.colours), (n + 1) % len(k.colours), (n + 2) % len(k.colours))
                if k.pattern != "plain"
                else tone
            )
            ball = s.fill(shape, paint, "round")
            s.fill(box(x - 16, y - r - 14, 32, 24, 6), rgb("brass"), "metal")
            s.glow_over(ellipse(x - r * 0.36, y - r * 0.4, r * 0.16, r * 0.22, tilt=30), 0.55, ball, 7)
        else:
            s.fill(shape, tone, "soft")
            count = 16 if n % 2 else 12
            for m in range(count):
                a = math.radians(m * 360 / count - 90)
                reach = r if m % 2 == 0 else r * 0.5
                s.line(
                    [(x, y), (x + math.cos(a) * reach, y + math.sin(a) * reach)], dark(tone, 0.22 if m % 2 else 0.3), 3
                )


@drawer("coasters", 1.15)
def coasters(s: Stage, k: Look) -> None:
    """A stack of round coasters and one leaning on it. Pattern: cork, tiles, zigzag."""
    s.shadow(470, 800, 210)
    for n in range(5):
        y = 770 - n * 34
        s.fill(
            turned(450, [(190, y), (190, y + 26)], 0.22), k.woven(k.pattern, 0, 1, 2) if n % 2 else k.colour(1), "round"
        )
    s.fill(ellipse(450, 634, 190, 42), k.paint, "flat")
    disc = ellipse(676, 640, 160, 164)
    s.fill([(x + 20, y + 10) for x, y in disc], dark(s.wall, 0.6), alpha=0.35, blur=14)
    s.fill([(x + 8, y + 2) for x, y in disc], dark(k.main, 0.35), "flat")
    s.fill(disc, k.paint, "soft")
