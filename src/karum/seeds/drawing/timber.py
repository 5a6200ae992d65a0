"""Things of wood for kitchen and house: boards, spoons, trays, chests, knives."""

from karum.seeds.drawing.colours import dark, light, mix, rgb
from karum.seeds.drawing.geometry import box, ellipse, path, smooth, turn, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Stage


@drawer("board", 1.05)
def board(s: Stage, k: Look) -> None:
    """A cutting board against the wall. Forms: round, paddle. Pattern: wood, endgrain."""
    grain = k.woven(k.pattern if k.pattern != "plain" else "wood", 0, 1)
    shape = (
        ellipse(500, 520, 260, 260)
        if k.form == "round"
        else path(
            "M300 350 C300 330 320 320 340 320 L450 312 C456 280 452 240 460 200 C470 160 530 160 "
            "540 200 C548 240 544 280 550 312 L660 320 C680 320 700 330 700 350 L704 780 C704 800 "
            "690 808 670 808 L330 808 C310 808 296 800 296 780 Z"
        )
    )
    s.shadow_of(shape, 30, 22, 0.45, 16)
    s.shadow(500, 802, 200)
    s.fill([(x + 9, y + 8) for x, y in shape], dark(k.main, 0.42), "flat")
    face = s.fill(shape, grain, "flat")
    s.glow_over(path("M310 340 L420 330 L360 800 L304 800 Z"), 0.16, face, 30)
    if k.form != "round":
        s.fill(ellipse(500, 216, 17, 17), dark(k.main, 0.6), "flat")
        s.line(smooth([(500, 206), (470, 130), (520, 110), (506, 200)]), rgb("kraft"), 6)
    else:
        s.line(ellipse(500, 520, 232, 232), dark(k.main, 0.2), 6)


@drawer("spoons", 1.1, hung=True)
def spoons(s: Stage, k: Look) -> None:
    """Carved spoons side by side; form "salad" is a pair. Colours: one wood each."""
    count = 2 if k.form == "salad" else 3
    for n in range(count):
        wood = k.colours[n % len(k.colours)]
        cx = 500 + (n - (count - 1) / 2) * 190
        lean = (n - (count - 1) / 2) * 7
        head = [
            (cx + x, y)
            for x, y in path(
                "M0 200 C70 200 96 270 84 350 C72 420 30 440 17 470 L12 800 C10 822 -10 822 -12 800 "
                "L-17 470 C-30 440 -72 420 -84 350 C-96 270 -70 200 0 200"
            )
        ]
        head = turn(head, lean, (cx, 700))
        s.shadow_of(head, 24, 28, 0.45, 13)
        whole = s.fill(head, k.woven("wood", n % len(k.colours)), "round")
        pit = turn(ellipse(cx, 312, 58, 84), lean, (cx, 700))
        s.fill(pit, dark(wood, 0.2), "hollow", inside=whole)
        s.glow_over(turn(ellipse(cx + 22, 350, 18, 36), lean, (cx, 700)), 0.25, whole, 9)
        if n == 1 and count == 3:
            for m in (-24, 0, 24):
                s.fill(turn(box(cx + m - 6, 260, 12, 110, 6), lean, (cx, 700)), dark(wood, 0.65))


@drawer("tray", 1.12)
def tray(s: Stage, k: Look) -> None:
    """A wooden tray or shallow dish with something on it. Colours: wood, lining."""
    s.shadow(500, 790, 300)
    s.fill(turned(500, [(318, 690), (322, 730), (290, 786)], 0.24), k.woven("wood", 0), "round")
    s.fill(ellipse(500, 690, 318, 80), light(k.main, 0.22), "flat")
    base = s.fill(ellipse(500, 696, 292, 70), k.woven("wood", 0), "hollow")
    for x, y, r in ((390, 690, 52), (470, 712, 48), (440, 664, 44)):
        s.shade_over(ellipse(x + 12, y + 22, r, r * 0.5), 0.4, base, 8)
        s.fill(ellipse(x, y - r * 0.4, r, r * 0.94), k.colour(1), "round")
        s.glow_over(ellipse(x - r * 0.35, y - r * 0.8, r * 0.22, r * 0.16), 0.5, None, 4)


@drawer("chest", 1.15)
def chest(s: Stage, k: Look) -> None:
    """A small wooden box with a lid, inlaid or carved. Colours: wood, inlay, accent."""
    s.shadow(500, 800, 260)
    wood = k.woven("wood", 0)
    s.fill(box(250, 540, 500, 260, 12), wood, "soft")
    lid = s.fill(path("M240 450 L760 450 L764 560 L236 560 Z"), wood, "soft")
    s.fill(path("M290 400 L710 400 L760 452 L240 452 Z"), light(k.main, 0.2), "flat")
    s.shade_over(box(236, 548, 528, 16), 0.6, lid, 5)
    s.fill(box(300, 600, 400, 150, 8), k.woven(k.pattern if k.pattern != "plain" else "tiles", 0, 1, 2), "soft")
    s.line([*box(300, 600, 400, 150, 8), (300 + 392, 600)], k.colour(1), 5)
    s.fill(box(474, 528, 52, 60, 8), rgb("brass"), "metal")


@drawer("knife", 1.05, hung=True)
def knife(s: Stage, k: Look) -> None:
    """A kitchen knife lying on a slant. Forms: santoku, petty, bread. Colours: handle, bolster."""
    size = 0.8 if k.form == "petty" else 1.0

    def lay(text: str) -> list[tuple[float, float]]:
        points = [(500 + (x - 500) * size, 500 + (y - 500) * size) for x, y in path(text)]
        return turn(points, -38, (500, 520))

    blade = (
        "M470 440 L930 440 C930 470 900 540 820 560 L470 560 Z"
        if k.form != "bread"
        else "M470 450 L960 450 L950 540 L470 545 Z"
    )
    s.shadow_of(lay("M80 450 L930 440 C930 480 900 550 820 566 L80 540 Z"), 24, 34, 0.5, 16)
    steel = s.fill(lay(blade), rgb("silver"), "flat")
    s.fill(
        lay("M470 440 L930 440 L926 470 C800 478 640 480 470 480 Z"), dark(rgb("silver"), 0.22), "flat", inside=steel
    )
    s.glow_over(lay("M470 500 C640 490 800 500 910 480 L900 510 C760 530 600 530 470 530 Z"), 0.6, steel, 8)
    s.line(
        lay("M470 520 Q520 506 560 522 Q610 538 660 520 Q720 506 770 522 Q820 530 860 516"),
        mix(rgb("silver"), rgb("slate"), 0.3),
        3,
    )
    s.fill(lay("M440 446 L486 440 L486 548 L440 540 Z"), k.colour(1), "metal")
    s.fill(lay("M80 456 C66 470 66 520 80 536 L444 542 L444 446 Z"), k.woven("wood", 0), "down")
    s.glow_over(lay("M100 466 L430 460 L430 474 L100 480 Z"), 0.3, None, 5)
