"""Stationery: notebooks, cards, pencils, paper by the sheet, brushes, wrapping."""

from karum.seeds.drawing.colours import dark, light, rgb
from karum.seeds.drawing.geometry import box, ellipse, path, turn, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.marks import mark
from karum.seeds.drawing.pantry import ink_on
from karum.seeds.drawing.stage import Stage


@drawer("notebook", 1.08, hung=True)
def notebook(s: Stage, k: Look) -> None:
    """Colours: cover, band, pages. Forms: leather (strap), stitched."""
    for n, (angle, dx, dy) in enumerate(((9, 46, 10), (-5, -30, 0))):
        cover = turn(box(320 + dx, 250 + dy, 360, 500, 14), angle, (500, 520))
        s.shadow_of(cover, 20, 26, 0.5, 14)
        s.fill(turn(box(330 + dx, 258 + dy, 362, 502, 10), angle, (500, 520)), rgb("cream"), "flat")
        s.fill(turn(box(326 + dx, 254 + dy, 362, 500, 12), angle, (500, 520)), light(rgb("linen"), 0.3))
        front = s.fill(cover, k.paint if n else k.woven(k.pattern, 1, 0, 2), "flat")
        s.shade_over(turn(box(320 + dx, 250 + dy, 40, 500), angle, (500, 520)), 0.28, front, 9)
        if k.form == "leather":
            s.fill(
                turn(box(320 + dx, 470 + dy, 366, 26), angle, (500, 520)),
                k.colour(2) if n else dark(k.main, 0.3),
                "flat",
            )
        elif k.form == "stitched":
            for m in range(6):
                y = 290 + dy + m * 76
                s.line(turn([(340 + dx, y), (340 + dx, y + 46)], angle, (500, 520)), k.colour(2), 6)
        if n and k.form != "leather":
            s.fill(turn(box(430 + dx, 400 + dy, 170, 120, 6), angle, (500, 520)), rgb("cream"), "flat")
            cx, cy = turn([(515 + dx, 460 + dy)], angle, (500, 520))[0]
            mark(s, k.mark, cx, cy, 40, ink_on(rgb("cream"), k.main), rgb("cream"))


@drawer("cards", 1.1, hung=True)
def cards(s: Stage, k: Look) -> None:
    """Greeting cards fanned out with an envelope. Colours: ground, motif, accent."""
    envelope = turn(box(360, 420, 400, 280, 8), 12, (500, 560))
    s.shadow_of(envelope, 18, 24, 0.45, 12)
    s.fill(envelope, rgb("kraft"), "flat")
    s.line(turn([(360, 424), (560, 590), (760, 424)], 12, (500, 560)), dark(rgb("kraft"), 0.25), 5)
    for n, angle in enumerate((3, -14)):
        card = turn(box(300, 300, 290, 400, 6), angle, (450, 560))
        s.shadow_of(card, 16, 22, 0.45, 10)
        s.fill(card, rgb("white"), "flat")
        paint = k.paint if n else k.woven(k.pattern, 1, 0, 2)
        face = s.fill(turn(box(322, 322, 246, 356, 4), angle, (450, 560)), paint, "flat")
        if k.pattern == "plain" or n:
            disc = turn([(445, 480)], angle, (450, 560))[0]
            s.fill(ellipse(disc[0], disc[1], 84, 84), rgb("cream"), "flat", inside=face)
            mark(s, k.mark, disc[0], disc[1], 54, ink_on(rgb("cream"), k.main), rgb("cream"))


@drawer("pencils", 1.1)
def pencils(s: Stage, k: Look) -> None:
    """Pencils (or form "brushes") in a cup. Colours: cup, then the pencils."""
    brush = k.form == "brushes"
    s.shadow(500, 802, 130)
    for n, lean in enumerate((-20, -9, 3, 13, 24)):
        tone = k.colours[1 + n % max(1, len(k.colours) - 1)] if len(k.colours) > 1 else k.main
        x = 500 + lean * 2.6
        height = 330 + (n % 3) * 46
        if brush:
            s.fill(turn(box(x - 10, height, 20, 300, 8), lean, (500, 760)), k.woven("wood", 1), "round")
            s.fill(turn(box(x - 14, height - 34, 28, 50, 4), lean, (500, 760)), rgb("brass"), "metal")
            s.fill(
                turn(
                    path(
                        f"M{x - 15} {height - 32} C{x - 26} {height - 90} {x - 8} {height - 120} {x} "
                        f"{height - 150} C{x + 8} {height - 120} {x + 26} {height - 90} {x + 15} {height - 32} "
                        f"Z"
                    ),
                    lean,
                    (500, 760),
                ),
                k.colour(2) if n % 2 else rgb("ink"),
                "round",
            )
        else:
            s.fill(turn(box(x - 15, height, 30, 320), lean, (500, 760)), tone, "round")
            s.fill(
                turn([(x - 15, height), (x, height - 70), (x + 15, height)], lean, (500, 760)), rgb("birch"), "round"
            )
            s.fill(
                turn([(x - 5, height - 44), (x, height - 70), (x + 5, height - 44)], lean, (500, 760)), dark(tone, 0.2)
            )
    s.fill(turned(500, [(128, 560), (124, 700), (116, 800)], 0.17), k.paint, "round")
    s.glow_over(box(410, 590, 16, 180, 8), 0.35, None, 7)
    s.line(ellipse(500, 560, 127, 21, 0, 180), light(k.main, 0.35), 7)


@drawer("sheets", 1.1)
def sheets(s: Stage, k: Look) -> None:
    """Handmade or marbled paper: rolls upright and sheets lying. Colours: ground, motif, accent."""
    s.shadow(500, 808, 250)
    for n, x in enumerate((400, 480, 562)):
        top = 270 + n * 50
        paint = (k.paint, k.colour(1), k.woven(k.pattern, 2, 1, 0))[n]
        s.fill(turned(x, [(44, top), (44, 760)], 0.3), paint, "round")
        s.fill(ellipse(x, top, 44, 13), rgb("cream"), "flat")
        s.line(ellipse(x, top, 26, 7, 0, 300), dark(rgb("cream"), 0.3), 3)
    s.fill(box(350, 560, 262, 26, 4), rgb("kraft"), "soft")
    for n, (dx, tone) in enumerate(((20, 2), (0, 1), (-14, 0))):
        sheet = path(
            f"M{262 + dx} {770 - n * 8} L{690 + dx} {760 - n * 8} L{760 + dx} {820 - n * 9} L{220 + dx} {836 - n * 9} Z"
        )
        s.fill([(x + 4, y + 5) for x, y in sheet], dark(s.wall, 0.5), alpha=0.35, blur=4)
        s.fill(sheet, k.colour(tone) if n < 2 else k.paint, "flat")


@drawer("print", 1.02, hung=True)
def wall_print(s: Stage, k: Look) -> None:
    """A framed print: hills and a sun in the colours given. Colours: sky, sun, hills..., frame is wood."""
    frame = box(290, 170, 420, 540)
    s.shadow_of(frame, 26, 30, 0.5, 18)
    s.fill(frame, rgb("oak"), "flat")
    s.fill(box(308, 188, 384, 504), rgb("white"), "flat")
    view = s.fill(box(346, 230, 308, 420), light(k.main, 0.25), "down")
    s.fill(ellipse(556, 340, 52, 52), k.colour(1), "flat", inside=view)
    for n, (a, b, c) in enumerate(((430, 380, 450), (500, 470, 420), (540, 600, 560))):
        hill = path(f"M340 {a} C430 {a - 60} 480 {b} 540 {b - 20} C600 {b - 40} 640 {c} 660 {c} L660 660 L340 660 Z")
        s.fill(
            hill,
            k.colours[min(2 + n, len(k.colours) - 1)] if len(k.colours) > 2 else dark(k.main, 0.2 * (n + 1)),
            "flat",
            inside=view,
        )
