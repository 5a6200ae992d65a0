"""Clothing, shoes and bags."""

import math

from karum.seeds.drawing.cloth import fringe
from karum.seeds.drawing.colours import dark, light, rgb
from karum.seeds.drawing.geometry import box, ellipse, mirror, path, smooth, turn
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Stage


def hanger(s: Stage, y: float) -> None:
    """Draw a wooden hanger whose hook is above ``y``."""
    s.line(smooth([(500, y), (500, y - 40), (526, y - 62), (510, y - 92), (480, y - 80)]), rgb("slate"), 7)
    s.line(smooth([(350, y + 66), (430, y + 22), (500, y), (570, y + 22), (650, y + 66)]), rgb("oak"), 20)


@drawer("sweater", 1.1, hung=True)
def sweater(s: Stage, k: Look) -> None:
    """Colours: ground, motif, accent. Patterns: knit, nordic, stripes. Forms: cardigan."""
    hanger(s, 236)
    paint = k.woven(k.pattern if k.pattern != "plain" else "knit", 0, 1, 2)
    trunk = path(
        "M410 262 C440 300 560 300 590 262 L690 300 C700 460 700 640 694 760 C600 776 400 776 "
        "306 760 C300 640 300 460 310 300 Z"
    )
    s.shadow_of(trunk, 30, 28, 0.42, 20)
    for side in (1, -1):
        sleeve = path("M690 300 C760 330 800 400 812 500 L836 700 L752 720 L700 500 Z")
        sleeve = sleeve if side == 1 else mirror(sleeve)
        shape = s.fill(sleeve, paint, "soft")
        cuff = path("M829 655 L838 704 L752 722 L742 676 Z")
        s.fill(
            cuff if side == 1 else mirror(cuff), k.woven("rib", 1 if k.pattern == "nordic" else 0), "soft", inside=shape
        )
    body = s.fill(trunk, paint, "soft")
    s.fill(
        path("M300 716 L700 716 L696 780 L304 780 Z"),
        k.woven("rib", 1 if k.pattern == "nordic" else 0),
        "soft",
        inside=body,
    )
    s.shade_over(path("M310 300 C320 460 326 640 306 760 L350 766 C356 620 350 460 330 320 Z"), 0.3, body, 14)
    s.shade_over(path("M690 300 C680 460 674 640 694 760 L650 766 C644 620 650 460 670 320 Z"), 0.35, body, 14)
    neck = ellipse(500, 262, 92, 32, 0, 180)
    s.line(neck, dark(k.main, 0.15), 26)
    s.fill(ellipse(500, 258, 84, 16), dark(k.main, 0.5), "hollow")
    if k.form == "cardigan":
        s.line([(500, 300), (500, 768)], dark(k.main, 0.35), 5)
        for y in range(350, 760, 80):
            s.fill(ellipse(516, y, 11, 11), rgb("oak"), "round")


@drawer("shirt", 1.1, hung=True)
def shirt(s: Stage, k: Look) -> None:
    """A shirt, tunic or robe on a hanger. Forms: tunic, robe, apron. Colours: ground, motif, trim."""
    hanger(s, 226)
    low = {"robe": 830, "tunic": 800}.get(k.form, 740)
    if k.form == "apron":
        s.line(smooth([(420, 330), (430, 250), (500, 224), (570, 250), (580, 330)]), k.colour(1), 13)
        shape = path(
            "M416 320 L584 320 C590 420 640 450 690 470 L680 790 C600 806 400 806 320 790 L310 "
            "470 C360 450 410 420 416 320"
        )
        s.shadow_of(shape, 28, 28, 0.42, 20)
        body = s.fill(shape, k.paint, "folds")
        pocket = s.fill(
            box(400, 560, 200, 130, 10), dark(k.main, 0.06) if k.pattern == "plain" else k.paint, "flat", inside=body
        )
        s.shade_over(box(400, 676, 200, 20), 0.3, pocket, 6)
        s.line([(400, 566), (600, 566)], k.colour(1), 6)
        for side in (-1, 1):
            s.line(smooth([(500 + side * 188, 475), (500 + side * 260, 520), (500 + side * 240, 620)]), k.colour(1), 10)
        return
    trunk = path(
        f"M430 250 C460 280 540 280 570 250 L680 296 C690 460 704 640 706 {low} C600 "
        f"{low + 16} 400 {low + 16} 294 {low} C296 640 310 460 320 296 Z"
    )
    s.shadow_of(trunk, 28, 28, 0.42, 20)
    wide = k.form in {"robe", "tunic"}
    sleeve = (
        path("M680 296 L860 420 L800 560 L692 470 Z")
        if wide
        else path("M680 296 C740 330 780 390 800 460 L724 500 L690 430 Z")
    )
    for arm in (sleeve, mirror(sleeve)):
        s.fill(arm, k.paint, "soft")
    body = s.fill(trunk, k.paint, "folds")
    s.shade_over(path(f"M680 296 C672 460 660 640 650 {low} L720 {low} L700 296 Z"), 0.25, body, 16)
    s.shade_over(path(f"M320 296 C328 460 340 640 350 {low} L280 {low} L300 296 Z"), 0.2, body, 16)
    trim = k.colour(2)
    if k.form == "robe":
        s.line(smooth([(434, 250), (480, 380), (520, 560)]), trim, 24)
        s.line(smooth([(566, 250), (520, 360), (440, 520)]), trim, 24)
        s.fill(box(306, 520, 388, 52), trim, "folds", inside=body)
    else:
        s.line([(500, 282), (500, 440 if k.form == "tunic" else low)], dark(k.main, 0.25), 4)
        s.line(smooth([(432, 252), (500, 282), (568, 252)]), trim, 18)
        for y in range(320, 430 if k.form == "tunic" else low - 20, 62):
            s.dot(500, y, 7, trim)
        s.fill(box(290, low - 26, 420, 10), trim, "folds", inside=body)


@drawer("scarf", 1.1, hung=True)
def scarf(s: Stage, k: Look) -> None:
    """A scarf or shawl looped over a peg. Colours: ground, motif, accent."""
    s.fill(box(350, 170, 300, 44, 12), rgb("oak"), "flat")
    for x in (420, 580):
        s.fill(ellipse(x, 196, 16, 16), rgb("birch"), "round")
    back = path("M520 216 C600 240 640 320 640 420 L660 740 L540 750 L520 420 Z")
    front = path(
        "M500 200 C410 220 352 300 350 420 L330 790 L486 800 L500 430 C504 340 540 280 580 240 C560 210 530 200 500 200"
    )
    s.shadow_of(back, 26, 26, 0.4, 16)
    s.shadow_of(front, 26, 26, 0.4, 16)
    behind = s.fill(back, k.paint, "folds")
    s.shade_over(back, 0.22, behind, 4)
    fringe(s, (542, 748), (658, 740), k.colour(1), 50, 11)
    body = s.fill(front, k.paint, "folds")
    for x in (392, 440):
        s.shade_over(
            path(f"M470 220 C{x} 330 {x - 4} 560 {x - 10} 800 L{x + 12} 800 C{x + 16} 560 {x + 26} 330 500 220"),
            0.26,
            body,
            8,
        )
    fringe(s, (332, 790), (484, 800), k.colour(1), 56, 11)


@drawer("hat", 1.2)
def hat(s: Stage, k: Look) -> None:
    """Forms: beanie (knit), brim (straw, felt). Colours: main, band or stripe, pompom."""
    s.shadow(500, 800, 240)
    if k.form == "brim":
        weave = k.woven(k.pattern if k.pattern != "plain" else "weave", 0, 1, 2)
        s.fill(ellipse(500, 742, 340, 74), dark(k.main, 0.35), "flat")
        s.fill(ellipse(500, 730, 340, 70), weave, "soft")
        crown = s.fill(
            path(
                "M330 730 C330 600 350 500 390 470 C430 450 470 470 500 476 C530 470 570 450 610 470 "
                "C650 500 670 600 670 730 C600 762 400 762 330 730"
            ),
            weave,
            "round",
        )
        s.fill(
            path("M326 660 C420 692 580 692 674 660 L676 722 C600 760 400 760 324 722 Z"),
            k.colour(1),
            "round",
            inside=crown,
        )
        s.shade_over(ellipse(500, 500, 60, 26), 0.32, crown, 14)
        return
    wool = k.woven(k.pattern if k.pattern != "plain" else "knit", 0, 1, 2)
    s.fill(path("M310 720 C300 520 390 400 500 400 C610 400 700 520 690 720 Z"), wool, "round")
    cuff = s.fill(box(288, 660, 424, 138, 34), k.woven("rib", 1 if len(k.colours) > 1 else 0), "round")
    s.shade_over(box(288, 770, 424, 34), 0.3, cuff, 10)
    ball = k.colour(2)
    s.fill(ellipse(500, 372, 76, 72), ball, "round")
    for n in range(60):
        a, r = n * 2.4, 66 + (n * 7 % 16)
        s.line(
            [(500 + math.cos(a) * 40, 372 + math.sin(a) * 38), (500 + math.cos(a) * r, 372 + math.sin(a) * r * 0.95)],
            light(ball, (n % 4) * 0.1),
            4,
        )


@drawer("mittens", 1.15, hung=True)
def mittens(s: Stage, k: Look) -> None:
    wool = k.woven(k.pattern if k.pattern != "plain" else "knit", 0, 1, 2)
    for side in (0, 1):
        hand = path(
            "M340 380 C280 400 262 470 268 560 L276 690 L440 690 L446 600 C470 590 500 560 498 "
            "530 C496 500 466 500 444 520 C444 440 420 370 340 380"
        )
        hand = mirror(hand) if side else hand
        hand = turn(hand, 7 if side else -7, (500, 700))
        s.shadow_of(hand, 22, 26, 0.42, 14)
        shape = s.fill(hand, wool, "soft")
        cuff = turn(
            mirror(box(264, 676, 186, 110, 22)) if side else box(264, 676, 186, 110, 22), 7 if side else -7, (500, 700)
        )
        s.fill(cuff, k.woven("rib", 1), "soft")
        s.shade_over(hand[:20], 0.0, shape)


@drawer("socks", 1.15, hung=True)
def socks(s: Stage, k: Look) -> None:
    wool = k.woven(k.pattern if k.pattern != "plain" else "bands", 0, 1, 2)
    for n, dx in enumerate((130, -60)):
        sock = path(
            "M370 230 L530 230 C530 380 528 480 540 560 C560 640 540 690 470 720 L330 790 C270 "
            "812 226 770 250 720 C280 680 350 650 366 590 C376 480 372 360 370 230"
        )
        sock = [(x + dx, y + n * 20) for x, y in sock]
        s.shadow_of(sock, 24, 24, 0.42, 14)
        body = s.fill(sock, wool, "soft")
        s.fill([(x + dx, y + n * 20) for x, y in box(366, 226, 170, 76)], k.woven("rib", 1), "soft", inside=body)
        s.fill([(x + dx, y + n * 20) for x, y in ellipse(270, 770, 70, 74)], k.colour(1), "soft", inside=body)
        s.fill([(x + dx, y + n * 20) for x, y in ellipse(556, 640, 50, 76)], k.colour(1), "soft", inside=body)


@drawer("slippers", 1.2, hung=True)
def slippers(s: Stage, k: Look) -> None:
    """Babouches (form "pointed") or felt slippers, seen from above. Colours: upper, lining, accent."""
    tip = 250 if k.form == "pointed" else 300
    for cx, angle in ((390, -7), (612, 7)):
        sole = path(
            f"M{cx - 84} 700 C{cx - 96} 600 {cx - 110} 470 {cx - 70} 380 C{cx - 50} 320 {cx - 20} "
            f"{tip + 20} {cx} {tip} C{cx + 20} {tip + 20} {cx + 50} 320 {cx + 70} 380 C{cx + 110} "
            f"470 {cx + 96} 600 {cx + 84} 700 C{cx + 70} 800 {cx - 70} 800 {cx - 84} 700"
        )
        sole = turn(sole, angle, (cx, 560))
        s.shadow_of(sole, 20, 26, 0.5, 14)
        s.fill(sole, dark(k.main, 0.45), "soft")
        inner = s.fill([(cx + (x - cx) * 0.88, 560 + (y - 560) * 0.93) for x, y in sole], k.colour(1), "soft")
        upper = turn(
            path(
                f"M{cx - 108} 520 C{cx - 112} 440 {cx - 76} 380 {cx - 56} 350 C{cx - 30} 300 {cx - 16} "
                f"{tip + 14} {cx} {tip - 6} C{cx + 16} {tip + 14} {cx + 30} 300 {cx + 56} 350 "
                f"C{cx + 76} 380 {cx + 112} 440 {cx + 108} 520 C{cx + 60} 470 {cx - 60} 470 {cx - 108} "
                f"520"
            ),
            angle,
            (cx, 560),
        )
        s.shade_over([(x, y + 24) for x, y in upper], 0.4, inner, 12)
        top = s.fill(upper, k.paint, "round")
        s.glow_over(ellipse(cx - 30, 410, 22, 60, tilt=14 + angle), 0.30, top, 12)
        s.line(
            turn(
                smooth([(cx - 106, 516), (cx - 50, 482), (cx, 476), (cx + 50, 482), (cx + 106, 516)]), angle, (cx, 560)
            ),
            k.colour(2),
            9,
        )
        if k.pattern == "plain":
            for n in range(6):
                a = n * math.pi / 3
                x, y = turn([(cx + math.cos(a) * 22, 410 + math.sin(a) * 22)], angle, (cx, 560))[0]
                s.dot(x, y, 7, k.colour(2))


@drawer("tote", 1.12)
def tote(s: Stage, k: Look) -> None:
    """A cloth bag. Colours: ground, motif, accent."""
    s.shadow(500, 802, 210)
    for back in (True, False):
        dy = 0 if back else 14
        grip = smooth([(410, 440 + dy), (416, 290 + dy), (500, 220 + dy), (584, 290 + dy), (590, 440 + dy)])
        s.line(grip, dark(k.colour(1), 0.35 if back else 0.0), 24)
        if back:
            body = s.fill(path("M300 420 L700 420 L716 796 C600 812 400 812 284 796 Z"), k.paint, "folds")
            s.fill(box(296, 420, 408, 40), dark(k.main, 0.12), "folds", inside=body)
            s.shade_over(path("M284 760 L716 760 L716 812 L284 812 Z"), 0.28, body, 14)
    for x in (410, 590):
        s.fill(box(x - 12, 430, 24, 60, 3), k.colour(1), "flat")


@drawer("leather_bag", 1.15)
def leather_bag(s: Stage, k: Look) -> None:
    """Satchel; forms: satchel, backpack, pouch (purse). Colours: leather, second leather, metal."""
    metal = rgb("brass")
    s.shadow(500, 800, 225)
    if k.form == "pouch":
        body = s.fill(
            path("M320 480 C300 560 260 640 290 740 C330 816 670 816 710 740 C740 640 700 560 680 480 Z"),
            k.paint,
            "round",
        )
        s.fill(
            path("M312 430 C400 450 600 450 688 430 L684 500 C600 520 400 520 316 500 Z"), dark(k.main, 0.16), "round"
        )
        s.line(smooth([(316, 480), (500, 500), (684, 480)]), k.colour(1), 9)
        for x, y in ((470, 520), (530, 520)):
            s.line([(500, 494), (x, y + 70)], k.colour(1), 7)
            s.fill(ellipse(x, y + 88, 15, 20), k.colour(1), "round")
        s.glow_over(ellipse(390, 600, 50, 80), 0.25, body, 24)
        return
    strap = smooth([(300, 470), (286, 300), (400, 190), (500, 176), (600, 190), (714, 300), (700, 470)])
    s.line(strap, dark(k.main, 0.42), 23)
    s.line([(x - 2, y - 4) for x, y in strap], dark(k.main, 0.12), 13)
    body = s.fill(box(262, 440, 476, 360, 40), k.main, "soft")
    s.shade_over(box(262, 740, 476, 70), 0.35, body, 18)
    flap = s.fill(
        path(
            "M258 452 C258 424 280 416 300 416 L700 416 C720 416 742 424 742 452 L738 600 C736 "
            "680 620 690 500 690 C380 690 264 680 262 600 Z"
        ),
        k.paint if k.pattern != "plain" else light(k.main, 0.06),
        "soft",
    )
    s.shade_over(path("M262 690 C380 712 620 712 738 690 L738 720 L262 720 Z"), 0.35, body, 10)
    s.glow_over(ellipse(400, 480, 120, 40), 0.25, flap, 24)
    seam = smooth([(278, 470), (282, 600), (380, 668), (500, 672), (620, 668), (718, 600), (722, 470)])
    for a, b in zip(seam[::2], seam[1::2], strict=False):
        s.line([a, b], light(k.colour(1), 0.45), 3, cap=False)
    for x in (390, 610):
        s.fill(box(x - 18, 600, 36, 130, 8), k.colour(1), "flat")
        s.line([*box(x - 25, 676, 50, 36, 6), (x - 25 + 44, 676)], metal, 6)
        s.line([(x, 694), (x, 712)], metal, 6)
