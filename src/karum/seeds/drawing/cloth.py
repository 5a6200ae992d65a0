"""Household textiles: rugs, blankets, towels, cushions, cloths, hangings."""

from karum.seeds.drawing.colours import RGB, dark, light, rgb
from karum.seeds.drawing.geometry import Point, box, ellipse, path, smooth
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Stage


def fringe(s: Stage, start: Point, end: Point, colour: RGB, length: float = 40, gap: float = 12) -> None:
    """Draw tassels along an edge."""
    count = max(2, int(((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5 / gap))
    for n in range(count + 1):
        t = n / count
        x, y = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
        sway = s.chance.uniform(-4, 4)
        s.line([(x, y), (x + sway, y + length * s.chance.uniform(0.8, 1.0))], dark(colour, s.chance.uniform(0, 0.2)), 4)


@drawer("rug", 1.05, hung=True)
def rug(s: Stage, k: Look) -> None:
    """A rug hung on the wall. Colours: ground, motif, accent."""
    whole = box(270, 170, 460, 560)
    s.shadow_of(whole, 30, 30, 0.45, 20)
    s.line([(215, 168), (785, 168)], dark(rgb("oak"), 0.25), 20)
    s.line([(215, 164), (785, 164)], rgb("oak"), 11)
    body = s.fill(whole, k.paint, "folds")
    for y in (196, 690):
        s.fill(box(270, y, 460, 18), k.colour(1), "folds", inside=body)
        s.fill(box(270, y + 18 if y < 300 else y - 8, 460, 8), k.colour(2), "folds", inside=body)
    s.shade_over(box(270, 170, 460, 22), 0.35, body, 8)
    fringe(s, (274, 730), (726, 730), rgb("cream"), 54)


@drawer("blanket", 1.25)
def blanket(s: Stage, k: Look) -> None:
    """A folded blanket with one corner turned down. Colours: ground, motif, accent."""
    s.shadow(500, 800, 285)
    for n, y in enumerate((742, 682, 622)):
        fold = s.fill(box(226 + n * 3, y, 548 - n * 6, 62, 31), k.paint, "soft")
        s.shade_over(box(226, y + 42, 548, 30), 0.35, fold, 10)
        s.glow_over(box(250, y + 6, 480, 9), 0.25, fold, 5)
    top = s.fill(path("M240 560 C400 540 600 540 760 560 L772 630 C600 652 400 652 228 630 Z"), k.paint, "soft")
    s.fill(
        path("M560 552 L764 560 L772 632 L700 760 C640 700 580 640 540 556 Z"),
        dark(k.main, 0.02) if k.pattern == "plain" else k.woven(k.pattern, 1, 0, 2),
        "soft",
    )
    fringe(s, (702, 758), (772, 634), k.colour(1), 40, 11)
    s.shade_over(path("M540 556 C580 640 640 700 700 760 L670 770 C600 700 550 640 520 556 Z"), 0.35, top, 8)


@drawer("towel", 1.18)
def towel(s: Stage, k: Look) -> None:
    """A rolled pile or (form "hung") a hammam towel on a peg rail. Colours: ground, stripes, accent."""
    if k.form == "hung":
        s.line([(120, 224), (880, 224)], dark(rgb("oak"), 0.2), 26)
        s.line([(120, 219), (880, 219)], rgb("oak"), 18)
        for x in (250, 500, 750):
            s.fill(ellipse(x, 224, 15, 15), rgb("birch"), "round")
        shape = path(
            "M500 232 C440 262 380 300 366 380 C352 520 356 640 350 740 L650 740 C644 640 648 520 "
            "634 380 C620 300 560 262 500 232"
        )
        s.shadow_of(shape, 28, 26, 0.4, 18)
        body = s.fill(shape, k.paint, "folds")
        for x, w in ((430, 26), (520, 30), (586, 22)):
            s.shade_over(
                path(f"M500 240 C{x} 360 {x - 10} 560 {x - 14} 740 L{x + w} 740 C{x + w} 560 {x + 14} 360 500 240"),
                0.20,
                body,
                8,
            )
        fringe(s, (354, 740), (646, 740), k.main, 56, 13)
        return
    s.shadow(500, 804, 260)
    for n, (y, tone) in enumerate(((704, 0), (612, 1), (520, 2))):
        paint = k.paint if tone == 0 else k.woven("terry", tone)
        roll = s.fill(box(250 + n * 12, y, 500 - n * 24, 96, 40), paint, "soft")
        s.shade_over(box(250, y + 66, 500, 40), 0.34, roll, 12)
        s.glow_over(box(290, y + 10, 420, 12), 0.28, roll, 7)
        s.fill(box(660 - n * 10, y, 20, 96), k.colour((tone + 1) % 3), "down", inside=roll)
        s.fill(box(688 - n * 10, y, 8, 96), k.colour((tone + 1) % 3), "down", inside=roll)


@drawer("cushion", 1.12)
def cushion(s: Stage, k: Look) -> None:
    s.shadow(500, 800, 240)
    shape = path(
        "M246 330 C330 352 670 352 754 330 C736 440 736 680 756 800 C650 776 350 776 244 800 C264 680 264 440 246 330"
    )
    body = s.fill(shape, k.paint, "soft")
    s.shade_over(
        path("M244 800 C264 740 300 700 500 700 C700 700 736 740 756 800 C650 840 350 840 244 800"), 0.30, body, 26
    )
    s.shade_over(path("M690 330 C640 440 640 680 700 800 L780 800 L780 330 Z"), 0.22, body, 26)
    s.glow_over(ellipse(410, 480, 130, 100), 0.28, body, 50)
    for x, y in ((246, 330), (754, 330), (244, 800), (756, 800)):
        side, up = (-1 if x < 500 else 1), (-1 if y < 500 else 1)
        for n in range(5):
            s.line([(x, y), (x + side * (14 + n * 9), y + up * (40 - n * 7))], k.colour(1), 5)
        s.dot(x, y, 12, dark(k.colour(1), 0.2))


@drawer("cloth", 1.3)
def cloth(s: Stage, k: Look) -> None:
    """A stack of folded lengths or napkins, tied. Colours: ground, motif, accent."""
    s.shadow(500, 800, 250)
    tones: list[RGB] = [k.colour(2), k.colour(1)]
    for n, y in enumerate((766, 730)):
        s.fill(box(262, y, 476, 38, 16), tones[n], "soft")
        s.line([(280, y + 19), (720, y + 19)], dark(tones[n], 0.3), 3)
    top = s.fill(path("M300 500 L700 500 L742 722 C600 740 400 740 258 722 Z"), k.paint, "flat")
    s.shade_over(path("M258 700 L742 700 L742 744 L258 744 Z"), 0.35, top, 10)
    s.fill(path("M258 722 C400 740 600 740 742 722 L740 738 C600 756 400 756 260 738 Z"), dark(k.main, 0.24), "soft")
    tie = light(rgb("kraft"), 0.3)
    for x0, x1 in ((492, 486), (508, 514)):
        s.line([(x0, 498), (x1, 738), (x1, 800)], tie, 6)
    for side in (-1, 1):
        s.line(smooth([(500, 610), (500 + side * 76, 560), (500 + side * 92, 606), (500, 614)]), tie, 7)
        s.line(smooth([(500, 612), (500 + side * 40, 650), (500 + side * 64, 690)]), tie, 6)
    s.dot(500, 611, 10, dark(tie, 0.15))


@drawer("runner", 1.1)
def runner(s: Stage, k: Look) -> None:
    """A table runner that falls over the edge of a table. Colours: ground, motif, accent."""
    wood = rgb("oak")
    s.fill(path("M90 470 L910 470 L970 590 L30 590 Z"), wood, "flat")
    s.fill(path("M30 590 L970 590 L970 622 L30 622 Z"), dark(wood, 0.3), "flat")
    for x in (110, 850):
        s.fill(box(x, 622, 44, 260), dark(wood, 0.38), "round")
    s.fill(path("M396 474 L652 474 L700 596 L700 700 L380 700 L380 596 Z"), dark(wood, 0.5), alpha=0.35, blur=12)
    s.fill(path("M380 470 L620 470 L650 590 L350 590 Z"), k.paint, "flat")
    front = s.fill(path("M350 590 L650 590 L650 800 L350 800 Z"), k.paint, "folds")
    s.shade_over(box(350, 586, 300, 26), 0.30, front, 8)
    s.fill(box(350, 760, 300, 14), k.colour(1), "folds", inside=front)
    fringe(s, (354, 800), (646, 800), k.colour(2), 44, 11)
    s.shadow(250, 560, 50, 0.5, 0.5)
    s.fill(path("M205 480 C200 540 215 556 250 556 C285 556 300 540 295 480 Z"), rgb("cream"), "round")
    s.fill(ellipse(250, 480, 45, 9), dark(rgb("cream"), 0.3), "hollow")


@drawer("hanging", 1.05, hung=True)
def hanging(s: Stage, k: Look) -> None:
    """A wall hanging or a noren on a rod. Colours: ground, motif, accent."""
    s.line([(200, 184), (800, 184)], dark(rgb("oak"), 0.3), 17)
    s.line(smooth([(230, 180), (500, 80), (770, 180)]), dark(rgb("linen"), 0.2), 5)
    for x in (260, 506):
        panel = box(x, 190, 234, 520)
        s.shadow_of(panel, 24, 26, 0.4, 16)
        body = s.fill(panel, k.paint, "folds")
        s.shade_over(box(x, 190, 234, 20), 0.4, body, 8)
        s.fill(box(x, 672, 234, 14), k.colour(1), "folds", inside=body)
    for x in (280, 360, 440, 530, 610, 690):
        s.fill(box(x, 172, 30, 40, 4), dark(k.main, 0.12), "flat")
