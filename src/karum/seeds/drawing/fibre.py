"""Baskets, woven trays, bags of straw, brooms and felt."""

import math

from karum.seeds.drawing.colours import dark, light, rgb
from karum.seeds.drawing.geometry import Outline, box, ellipse, path, smooth, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Stage


@drawer("basket", 1.15)
def basket(s: Stage, k: Look) -> None:
    """Colours: fibre, motif, accent. Forms: tall, handles, lid."""
    tall = k.form == "tall"
    top, r = (360, 190) if tall else (500, 240)
    s.shadow(500, 800, r - 30)
    profile = [(r - 14, top), (r + 8, top + 90), (r, 700), (r - 50, 800)]
    pattern = k.pattern if k.pattern != "plain" else "coiled"
    body = s.fill(turned(500, profile, 0.17), k.woven(pattern, 0, 1, 2), "round")
    s.shade_over(ellipse(500, 812, r, 40), 0.35, body, 16)
    if k.form == "lid":
        lid = s.fill(
            turned(500, [(20, top - 150), (70, top - 120), (r - 30, top - 40), (r + 4, top + 8)], 0.17),
            k.woven(pattern, 0, 1, 2),
            "round",
        )
        s.shade_over(box(260, top + 16, 480, 22), 0.4, body, 7)
        s.fill(ellipse(500, top - 158, 26, 20), k.colour(1), "round")
        s.glow_over(ellipse(430, top - 70, 50, 22, tilt=-25), 0.3, lid, 14)
        return
    s.fill(ellipse(500, top, r - 14, (r - 14) * 0.17), light(k.main, 0.15), "flat")
    s.fill(
        ellipse(500, top + 6, r - 34, (r - 34) * 0.16),
        k.woven("basket", 0) if pattern != "coiled" else dark(k.main, 0.45),
        "hollow",
    )
    edge = ellipse(500, top, r - 16, (r - 16) * 0.17)
    s.line(edge, k.colour(1), 15)
    for n in range(0, len(edge) - 1, 2):
        x, y = edge[n]
        s.line([(x - 4, y - 8), (x + 4, y + 8)], dark(k.colour(1), 0.3), 3)
    if k.form == "handles":
        for side in (-1, 1):
            x = 500 + side * (r - 30)
            grip = smooth([(x - 52, top + 14), (x - 40, top - 92), (x + 40, top - 92), (x + 52, top + 14)])
            s.line(grip, dark(rgb("chestnut"), 0.25), 22)
            s.line([(a - 3, b - 3) for a, b in grip], rgb("chestnut"), 14)


@drawer("platter", 1.15)
def platter(s: Stage, k: Look) -> None:
    """A flat coiled tray against the wall. Colours: fibre, motif, accent. Forms: star, spiral, rings."""
    cx, cy, r = 500, 500, 300
    s.shadow_of(ellipse(cx, cy, r, r), 28, 30, 0.45, 20)
    s.shadow(500, 800, 130, 0.8, 0.4)
    whole = s.fill(ellipse(cx, cy, r, r), k.main, "soft")
    rings, spokes = 15, 60
    for ring in range(rings, 0, -1):
        radius = r * ring / rings
        for n in range(spokes):
            colour = _motif(k, ring, n, spokes, rings)
            if colour is None:
                continue
            a, b = n * 360 / spokes, (n + 1.05) * 360 / spokes
            inner = radius - r / rings
            s.poly(
                [*ellipse(cx, cy, radius, radius, a, b)[::6], *reversed(ellipse(cx, cy, inner, inner, a, b)[::6])],
                k.colour(colour),
            )
    for ring in range(1, rings + 1):
        s.line(ellipse(cx, cy, r * ring / rings, r * ring / rings), dark(k.main, 0.35), 2.4)
    for n in range(spokes * 2):
        a = math.radians(n * 180 / spokes)
        s.line([(cx + math.cos(a) * q, cy + math.sin(a) * q) for q in (26, r - 3)], dark(k.main, 0.22), 1)
    s.shade_over(ellipse(cx + 60, cy + 60, r * 1.1, r * 1.1, -50, 140), 0.16, whole, 60)
    s.glow_over(ellipse(cx - 120, cy - 140, 120, 80, tilt=-40), 0.25, whole, 50)


def _motif(k: Look, ring: int, spoke: int, spokes: int, rings: int) -> int | None:
    if k.form == "rings":
        return {3: 1, 4: 1, 7: 2, 10: 1, 11: 1, 14: 2}.get(ring)
    if k.form == "spiral":
        place = (spoke + ring * 2) % 20
        return 1 if place < 6 and 2 < ring < rings else 2 if place in (8, 9) and 2 < ring < rings else None
    arm = abs((spoke % 10) - 4.5)
    if 3 < ring < rings - 1 and arm < (rings - ring) * 0.36:
        return 2 if arm < (rings - ring) * 0.36 - 1.6 else 1
    return 1 if ring == rings else None


@drawer("straw_bag", 1.12)
def straw_bag(s: Stage, k: Look) -> None:
    """A market bag of sisal or palm with leather handles. Colours: fibre, motif, accent, handles."""
    strap = k.colours[3] if len(k.colours) > 3 else rgb("chestnut")
    s.shadow(500, 802, 215)
    for back in (True, False):
        dy = 0 if back else 16
        grip = smooth([(390, 470 + dy), (400, 300 + dy), (500, 240 + dy), (600, 300 + dy), (610, 470 + dy)])
        if back:
            s.line(grip, dark(strap, 0.45), 17)
            pattern = k.pattern if k.pattern != "plain" else "coiled"
            body = s.fill(
                path(
                    "M292 440 C400 466 600 466 708 440 C716 560 726 690 690 790 C610 826 390 826 310 790 "
                    "C274 690 284 560 292 440"
                ),
                k.woven(pattern, 0, 1, 2),
                "round",
            )
            s.shade_over(path("M280 760 C400 800 600 800 720 760 L720 840 L280 840 Z"), 0.35, body, 20)
            s.fill(
                path("M292 440 C400 466 600 466 708 440 L709 466 C600 492 400 492 292 466 Z"),
                dark(k.main, 0.15),
                "round",
            )
        else:
            s.line(grip, strap, 18)
            s.line([(x - 3, y - 3) for x, y in grip], light(strap, 0.25), 4)
            for x in (390, 610):
                s.fill(box(x - 22, 470, 44, 66, 10), strap, "flat")
                s.dot(x, 488, 4, rgb("brass"))
                s.dot(x, 518, 4, rgb("brass"))


@drawer("broom", 1.05)
def broom(s: Stage, k: Look) -> None:
    """A hand brush of fibres. Colours: fibres, binding, handle."""
    handle = k.colour(2)
    s.shadow(500, 812, 150)
    s.fill(path("M486 190 L514 190 L520 520 L480 520 Z"), handle, "round")
    s.line(ellipse(500, 176, 18, 22), dark(rgb("kraft"), 0.2), 6)
    head = s.fill(
        path(
            "M462 500 C470 480 530 480 538 500 C560 600 640 700 668 812 C560 830 440 830 332 812 "
            "C360 700 440 600 462 500"
        ),
        k.main,
        "soft",
    )
    for n in range(34):
        x = 345 + n * 9.6
        s.line(
            [(486 + n * 0.9, 520), (x + s.chance.uniform(-6, 6), 806 + s.chance.uniform(-6, 10))],
            dark(k.main, s.chance.uniform(0.1, 0.4)),
            2.4,
        )
    s.glow_over(path("M470 540 C430 640 400 720 380 800 L420 800 C440 720 460 640 486 540 Z"), 0.25, head, 10)
    for y in (520, 545, 570):
        half = 40 + (y - 520) * 0.5
        s.line([(500 - half, y), (500 + half, y)], k.colour(1), 11)


@drawer("garland", 1.0, hung=True)
def garland(s: Stage, k: Look) -> None:
    """Felt balls on a string, in all the colours given."""
    for row, sag in enumerate((150, 250)):
        count = 9
        line: Outline = [(60 + 880 * n / 40, 240 + row * 160 + sag * (1 - (2 * n / 40 - 1) ** 2)) for n in range(41)]
        s.line(line, rgb("linen"), 4)
        for n in range(count):
            t = (n + 0.5) / count
            x, y = 60 + 880 * t, 240 + row * 160 + sag * (1 - (2 * t - 1) ** 2)
            s.fill(ellipse(x + 22, y + 30, 44, 44), dark(s.wall, 0.6), alpha=0.28, blur=14)
            ball = s.fill(ellipse(x, y, 47, 46), k.woven("felt", (n * 3 + row) % len(k.colours)), "round")
            s.glow_over(ellipse(x - 15, y - 17, 16, 13), 0.32, ball, 9)
            s.shade_over(ellipse(x + 10, y + 34, 44, 20), 0.25, ball, 12)


@drawer("felt_toy", 1.25)
def felt_toy(s: Stage, k: Look) -> None:
    """A sheep (or alpaca: form "tall") of felt. Colours: fleece, face, scarf."""
    tall = k.form == "tall"
    s.shadow(500, 800, 180)
    for x in (400, 450, 560, 606):
        s.fill(box(x - 17, 690, 34, 112, 12), k.colour(1), "round")
    if tall:
        for step in range(6):
            s.fill(ellipse(640 + step * 2, 590 - step * 42, 58 - step * 3, 50), k.woven("felt", 0), "soft")
    for x, y, r in (
        (390, 610, 82),
        (470, 560, 92),
        (560, 560, 90),
        (620, 620, 78),
        (420, 680, 76),
        (510, 700, 82),
        (590, 690, 74),
        (500, 630, 110),
    ):
        s.fill(ellipse(x, y, r, r * 0.92), k.woven("felt", 0), "soft")
    hx, hy = (660, 350) if tall else (672, 560)
    s.fill(ellipse(hx + 14, hy + 6, 66, 54, tilt=18), k.colour(1), "soft")
    for dx in (-34, 10):
        s.fill(ellipse(hx + dx, hy - 52, 13, 34, tilt=dx), k.colour(1), "soft")
    for x, y, r in ((hx - 22, hy - 34, 32), (hx + 14, hy - 46, 30)):
        s.fill(ellipse(x, y, r, r * 0.9), k.woven("felt", 0), "soft")
    s.dot(hx + 26, hy - 6, 6, rgb("ink"))
    s.dot(hx + 66, hy + 18, 5, rgb("ink"))
    if len(k.colours) > 2:
        scarf = (
            path("M600 470 L700 470 L704 512 L598 512 Z")
            if tall
            else path("M612 600 C640 630 690 640 720 616 L728 650 C690 676 640 664 604 634 Z")
        )
        s.fill(scarf, k.colours[2], "soft")
        s.fill(box(622, 500, 34, 90, 6) if tall else box(640, 636, 34, 86, 6), dark(k.colours[2], 0.1), "soft")
