"""Food and drink: bags, tins, jars, bars, bottles."""

from karum.seeds.drawing.colours import RGB, dark, distance, light, mix, rgb
from karum.seeds.drawing.geometry import box, ellipse, path, turn, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.marks import mark, text_lines
from karum.seeds.drawing.stage import Shape, Stage

PAPER: RGB = rgb("cream")


def ink_on(paper: RGB, wish: RGB) -> RGB:
    """Return the wished ink if it can be read on the paper, else a dark or light one."""
    if distance(paper, wish) > 230:
        return wish
    return dark(paper, 0.72) if sum(paper) > 330 else light(paper, 0.85)


def label(
    s: Stage, k: Look, body: Shape, cx: float, cy: float, width: float, height: float, paper: RGB, shade: str = "soft"
) -> None:
    """Stick a paper label with the mark and two lines on a body."""
    ink = ink_on(paper, k.main)
    s.fill(box(cx - width / 2, cy - height / 2, width, height, 10), paper, shade, inside=body)
    inner = box(cx - width / 2 + 10, cy - height / 2 + 10, width - 20, height - 20, 6)
    s.line([*inner, inner[0]], mix(paper, ink, 0.45), 2)
    mark(s, k.mark, cx, cy - height * 0.14, min(width, height) * 0.24, ink, paper)
    text_lines(s, cx, cy + height * 0.24, width * 0.56, ink, 2, height * 0.10)


def beans(s: Stage, tone: RGB, count: int = 9, y: float = 838) -> None:
    """Scatter coffee beans (or cocoa nibs) on the table."""
    for n in range(count):
        x = 180 + (n * 97 % 640) + s.chance.uniform(-14, 14)
        yy = y + s.chance.uniform(-16, 26)
        angle = s.chance.uniform(0, 180)
        s.fill(ellipse(x + 8, yy + 9, 24, 12), dark(s.wall, 0.6), alpha=0.4, blur=4)
        s.fill(turn(ellipse(x, yy, 23, 15), angle, (x, yy)), tone, "down")
        s.line(turn([(x - 18, yy), (x - 6, yy - 3), (x + 6, yy + 3), (x + 18, yy)], angle, (x, yy)), dark(tone, 0.5), 3)


@drawer("coffee_bag", 1.18)
def coffee_bag(s: Stage, k: Look) -> None:
    s.shadow(500, 800, 215)
    body = s.fill(
        path(
            "M330 250 L670 250 C664 300 690 360 700 440 C712 560 706 700 716 792 C640 812 360 812 "
            "284 792 C294 700 288 560 300 440 C310 360 336 300 330 250"
        ),
        k.main, "soft",
    )  # fmt: skip
    s.shade_over(path("M640 260 C640 420 690 600 660 800 L730 800 L720 260 Z"), 0.30, body)
    s.glow_over(path("M345 300 C330 450 316 640 322 780 L350 780 C346 640 358 450 372 300 Z"), 0.32, body)
    s.shade_over(path("M300 790 C400 720 600 720 700 790 L700 812 L300 812 Z"), 0.22, body, 8)
    if k.pattern != "plain":
        s.fill(box(270, 610, 460, 130), k.woven(k.pattern, 0, 1, 2), "soft", inside=body)
    s.fill(path("M322 212 L678 212 L672 262 L328 262 Z"), dark(k.main, 0.16), "soft")
    s.line([(326, 236), (674, 236)], dark(k.main, 0.35), 3)
    s.fill(box(300, 200, 400, 22, 8), k.colour(2) if len(k.colours) > 2 else rgb("brass"), "soft")
    label(s, k, body, 500, 445, 236, 250, k.colour(1))
    s.dot(500, 282, 9, dark(k.main, 0.4))
    beans(s, rgb("coffee") if k.form != "pale" else rgb("oak"))


@drawer("pouch", 1.15)
def pouch(s: Stage, k: Look) -> None:
    s.shadow(500, 800, 225)
    body = s.fill(
        path("M300 260 L700 260 L706 330 C716 480 724 640 738 770 C660 826 340 826 262 770 C276 640 284 480 294 330 Z"),
        k.paint,
        "soft",
    )
    s.shade_over(path("M262 770 C340 700 660 700 738 770 L738 830 L262 830 Z"), 0.30, body, 8)
    s.glow_over(path("M322 300 C310 460 300 640 300 760 L330 760 C330 640 340 460 352 300 Z"), 0.35, body)
    s.fill(box(296, 252, 408, 40, 4), dark(k.main, 0.14), "soft", inside=body)
    s.line([(302, 306), (698, 306)], dark(k.main, 0.3), 3)
    label(s, k, body, 500, 510, 250, 270, k.colour(1) if k.pattern == "plain" else PAPER)


@drawer("tin", 1.22)
def tin(s: Stage, k: Look) -> None:
    tall = k.form == "tall"
    top, r = (285, 165) if tall else (400, 215)
    s.shadow(500, 790, r)
    body = s.fill(turned(500, [(r, top), (r, 790)], 0.17), k.paint, "round")
    s.fill(turned(500, [(r, top), (r, top + 26)], 0.17), k.colour(2), "metal", inside=body)
    lid = s.fill(
        turned(500, [(r + 8, top - 60), (r + 8, top + 8)], 0.17),
        k.colour(1) if k.pattern == "plain" else k.main,
        "round",
    )
    s.fill(
        ellipse(500, top - 60, r + 8, (r + 8) * 0.17),
        light(k.colour(1) if k.pattern == "plain" else k.main, 0.22),
        "flat",
    )
    s.fill(
        ellipse(500, top - 62, r - 22, (r - 22) * 0.15),
        dark(k.colour(1) if k.pattern == "plain" else k.main, 0.08),
        "flat",
    )
    s.glow_over(box(500 - r * 0.62, top - 40, 26, 44), 0.5, lid, 5)
    height = 790 - top
    label(s, k, body, 500, top + height * 0.56, r * 1.12, height * 0.58, PAPER, "round")


@drawer("jar", 1.25)
def jar(s: Stage, k: Look) -> None:
    """Colours: contents, lid, label."""
    top, r = (330, 190) if k.form != "low" else (470, 215)
    s.shadow(500, 795, r)
    glass = light(k.main, 0.45)
    s.fill(
        turned(500, [(r - 30, top - 10), (r - 8, top + 26), (r, top + 60), (r, 745), (r - 22, 792)], 0.15),
        glass,
        "round",
    )
    body = s.fill(
        turned(500, [(r - 36, top + 50), (r - 13, top + 80), (r - 13, 740), (r - 34, 780)], 0.15), k.main, "round"
    )
    s.fill(ellipse(500, top + 54, r - 34, 26), light(k.main, 0.28), "flat")
    s.glow_over(
        path(
            f"M{500 - r * 0.8} {top + 100} C{500 - r * 0.86} 600 {500 - r * 0.84} 700 "
            f"{500 - r * 0.7} 770 L{500 - r * 0.58} 770 C{500 - r * 0.7} 680 {500 - r * 0.7} 560 "
            f"{500 - r * 0.62} {top + 100} Z"
        ),
        0.55,
        body,
        6,
    )
    lid = k.colour(1)
    s.fill(turned(500, [(r - 18, top - 78), (r - 14, top - 8)], 0.16), lid, "round")
    s.fill(ellipse(500, top - 78, r - 18, (r - 18) * 0.16), light(lid, 0.25), "flat")
    if k.form == "cloth":
        cover = s.fill(
            path(
                f"M{500 - r + 10} {top - 60} C{500 - r} {top - 20} {500 - r - 40} {top + 10} "
                f"{500 - r - 30} {top + 42} Q{500 - r * 0.7} {top + 18} {500 - r * 0.4} {top + 52} "
                f"Q500 {top + 26} {500 + r * 0.4} {top + 52} Q{500 + r * 0.7} {top + 18} "
                f"{500 + r + 30} {top + 42} C{500 + r + 40} {top + 10} {500 + r} {top - 20} "
                f"{500 + r - 10} {top - 60} C{500 + r * 0.6} {top - 118} {500 - r * 0.6} {top - 118} "
                f"{500 - r + 10} {top - 60}"
            ),
            k.woven("check", 1, 2), "round",
        )  # fmt: skip
        s.shade_over(box(500 - r, top - 20, 2 * r, 18), 0.35, cover, 6)
        s.line(ellipse(500, top - 22, r - 8, 22, 0, 180), rgb("kraft"), 9)
    height = 770 - top
    label(s, k, body, 500, top + height * 0.60, r * 1.2, height * 0.5, PAPER, "round")


@drawer("spice_jar", 1.25)
def spice_jar(s: Stage, k: Look) -> None:
    """Colours: spice; a small heap of it lies in front."""
    r, top = 130, 330
    s.shadow(470, 780, r)
    s.fill(turned(470, [(r - 20, top), (r, top + 40), (r, 748), (r - 14, 778)], 0.16), light(k.main, 0.62), "round")
    body = s.fill(turned(470, [(r - 12, 440), (r - 11, 742), (r - 24, 768)], 0.16), k.paint, "round")
    s.fill(ellipse(470, 440, r - 12, 19), light(k.main, 0.2), "flat")
    s.fill(turned(470, [(r - 22, top - 92), (r - 34, top + 26)], 0.18), rgb("oak"), "round")
    s.fill(ellipse(470, top - 92, r - 22, 19), rgb("birch"), "flat")
    s.glow_over(box(378, 380, 22, 370, 11), 0.5, None, 5)
    label(s, k, body, 470, 600, 168, 170, PAPER, "round")
    s.shadow(690, 812, 105, 0.8, 0.5)
    heap = s.fill(
        path("M582 815 C620 780 650 735 690 728 C730 735 765 780 800 815 C760 832 620 832 582 815"), k.paint, "soft"
    )
    s.shade_over(path("M700 735 C740 760 780 800 800 830 L700 830 Z"), 0.25, heap, 14)
    for _ in range(14):
        s.dot(s.chance.uniform(570, 820), s.chance.uniform(812, 842), s.chance.uniform(3, 6), k.main)


@drawer("chocolate", 1.12)
def chocolate(s: Stage, k: Look) -> None:
    """Colours: wrapper, label. Forms: white, milk, dark."""
    choc = rgb({"white": "ivory", "milk": "chestnut"}.get(k.form, "cocoa"))
    s.shadow(500, 812, 200)
    bar = s.fill(turn(box(330, 150, 340, 560, 14), 6), choc, "soft")
    for row in range(3):
        for column in range(3):
            square = turn(box(350 + column * 104, 172 + row * 92, 92, 80, 8), 6)
            s.fill(square, light(choc, 0.1), "soft", inside=bar)
            s.fill(turn(box(362 + column * 104, 182 + row * 92, 68, 60, 6), 6), choc, "down", inside=bar)
    foil = s.fill(
        turn(
            path(
                "M318 392 L350 376 L390 396 L430 372 L470 394 L510 374 L560 396 L600 374 L640 394 "
                "L682 380 L682 460 L318 460 Z"
            ),
            6,
        ),
        rgb("silver"),
        "metal",
    )
    s.shade_over(turn(box(318, 420, 364, 50), 6), 0.4, foil, 8)
    wrap = s.fill(turn(box(314, 420, 372, 390, 8), 6), k.paint, "soft")
    s.glow_over(turn(box(334, 426, 24, 380), 6), 0.32, wrap, 8)
    paper = k.colour(1) if k.pattern == "plain" else PAPER
    plate = turn(box(380, 500, 240, 230, 8), 6)
    s.fill(plate, paper, "flat", inside=wrap)
    cx, cy = 497, 590
    ink = ink_on(paper, k.main)
    mark(s, k.mark, cx, cy, 54, ink, paper)
    for n, half in enumerate((62, 40)):
        s.line(turn([(500 - half, 682 + n * 24), (500 + half, 682 + n * 24)], 6), ink, 6)


@drawer("bottle", 1.28)
def bottle(s: Stage, k: Look) -> None:
    """Colours: contents or glass, cap, label. Forms: tall (oil), flask (syrup), dropper."""
    cap = k.colour(1)
    if k.form == "flask":
        profile = [(44, 300), (46, 380), (90, 450), (176, 540), (190, 640), (172, 745), (130, 790)]
        centre, width, height = 655, 230, 170
    elif k.form == "dropper":
        profile = [(46, 420), (48, 440), (118, 480), (124, 520), (124, 760), (108, 790)]
        centre, width, height = 640, 190, 200
    else:
        profile = [(40, 250), (42, 380), (62, 440), (124, 520), (130, 580), (130, 750), (114, 790)]
        centre, width, height = 650, 210, 200
    s.shadow(500, 792, profile[-1][0] + 20)
    body = s.fill(turned(500, profile, 0.15), k.main, "round")
    r = max(p[0] for p in profile)
    s.glow_over(box(500 - r * 0.78, 560, 24, 190, 12), 0.55, body, 5)
    s.glow_over(box(500 - profile[0][0] * 0.6, profile[0][1] + 10, 12, 90, 6), 0.5, body, 4)
    top = profile[0][1]
    if k.form == "dropper":
        s.fill(turned(500, [(54, top - 70), (58, top + 8)], 0.18), cap, "round")
        s.fill(
            path(
                f"M472 {top - 70} C470 {top - 150} 480 {top - 175} 500 {top - 176} C520 {top - 175} "
                f"530 {top - 150} 528 {top - 70} Z"
            ),
            rgb("charcoal"),
            "round",
        )
    else:
        s.fill(turned(500, [(46, top - 60), (50, top + 14)], 0.2), cap, "round")
        s.fill(ellipse(500, top - 60, 46, 9), light(cap, 0.3))
    label(s, k, body, 500, centre, width, height, k.colour(2) if len(k.colours) > 2 else PAPER, "round")


@drawer("box", 1.1)
def gift_box(s: Stage, k: Look) -> None:
    """A carton seen from a corner. Colours: carton, label, side band."""
    s.shadow(500, 800, 260)
    front = s.fill(path("M250 420 L620 450 L620 815 L250 770 Z"), k.paint, "flat")
    s.fill(path("M620 450 L770 400 L770 740 L620 815 Z"), dark(k.main, 0.24), "soft")
    s.fill(path("M250 420 L410 378 L770 400 L620 450 Z"), light(k.main, 0.25), "flat")
    paper = k.colour(1)
    s.fill(path("M330 505 L545 522 L545 720 L330 694 Z"), paper, "flat", inside=front)
    mark(s, k.mark, 437, 590, 56, ink_on(paper, k.main), paper)
    s.line([(385, 672), (490, 684)], ink_on(paper, k.main), 6)
