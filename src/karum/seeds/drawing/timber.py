"""Things of wood: boards, spoons, trays, toys, boxes, knives with wooden handles, instruments."""

import math

from karum.seeds.drawing.colours import dark, light, mix, rgb
from karum.seeds.drawing.geometry import box, ellipse, path, smooth, turn, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Stage


@drawer("board", 1.05)
def board(s: Stage, k: Look) -> None:
    """A cutting board against the wall. Forms: round, paddle. Pattern: wood, endgrain."""
    grain = k.woven(k.pattern if k.pattern != "plain" else "wood", 0, 1)
    shape = ellipse(500, 520, 260, 260) if k.form == "round" else path("M300 350 C300 330 320 320 340 320 L450 312 C456 280 452 240 460 200 C470 160 530 160 540 200 C548 240 544 280 550 312 L660 320 C680 320 700 330 700 350 L704 780 C704 800 690 808 670 808 L330 808 C310 808 296 800 296 780 Z")
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
        head = [(cx + x, y) for x, y in path("M0 200 C70 200 96 270 84 350 C72 420 30 440 17 470 L12 800 C10 822 -10 822 -12 800 L-17 470 C-30 440 -72 420 -84 350 C-96 270 -70 200 0 200")]
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


@drawer("carved", 1.2)
def carved(s: Stage, k: Look) -> None:
    """A carved animal. Forms: elephant, bird, bear, fish, llama, whale. Colours: wood, detail."""
    wood = k.woven(k.pattern if k.pattern != "plain" else "wood", 0, 1, 2)
    eye = dark(k.main, 0.75)
    if k.form == "elephant":
        s.shadow(500, 800, 250)
        for x in (360, 470, 590, 660):
            s.fill(path(f"M{x - 42} 620 L{x + 42} 620 L{x + 36} 800 L{x - 36} 800 Z"), wood, "round")
        s.fill(path("M300 640 C280 500 380 420 520 420 C660 420 730 520 716 690 C640 720 400 720 300 640"), wood, "soft")
        s.fill(path("M400 440 C330 400 236 430 230 530 C226 620 240 690 212 740 C190 770 150 760 160 730 L140 742 C140 800 220 810 252 760 C290 700 290 650 330 620 C390 600 430 520 400 440"), wood, "round")
        ear = s.fill(path("M392 440 C470 420 520 480 500 570 C480 630 420 640 390 600 C360 550 360 470 392 440"), wood, "soft")
        s.shade_over(path("M392 600 C430 650 490 630 510 570 L500 560 C480 610 420 620 390 590 Z"), 0.6, ear, 6)
        s.line(smooth([(300, 640), (280, 680), (300, 700)]), light(k.colour(1), 0.6), 15)
        s.dot(318, 500, 9, eye)
        s.line(smooth([(714, 560), (752, 600), (744, 670)]), dark(k.main, 0.2), 10)
    elif k.form == "bear":
        s.shadow(500, 800, 240)
        for x in (340, 440, 590, 680):
            s.fill(path(f"M{x - 46} 640 L{x + 46} 640 L{x + 40} 800 L{x - 40} 800 Z"), wood, "round")
        s.fill(path("M270 660 C260 560 300 480 420 470 C520 420 690 450 730 580 C746 650 740 700 720 720 C600 740 380 740 270 660"), wood, "soft")
        s.fill(path("M380 470 C330 430 250 450 220 510 L176 546 C168 574 190 590 216 588 C250 640 340 640 390 590 Z"), wood, "round")
        for x in (300, 362):
            s.fill(ellipse(x, 458, 26, 26), wood, "round")
        s.dot(262, 520, 8, eye)
        s.fill(ellipse(186, 556, 17, 13), eye)
    elif k.form == "fish":
        s.shadow(500, 800, 130)
        s.line([(500, 700), (500, 790)], dark(k.main, 0.3), 15)
        s.fill(box(400, 776, 200, 26, 12), dark(k.main, 0.2), "round")
        body = s.fill(path("M180 560 C260 440 480 410 640 530 L800 430 C780 520 780 600 800 700 L640 600 C480 720 260 690 180 560"), wood, "down")
        s.line(smooth([(340, 470), (372, 560), (340, 660)]), dark(k.main, 0.4), 6)
        for n in range(4):
            for m in range(3):
                s.line(ellipse(430 + n * 52, 520 + m * 44, 22, 18, -80, 80), k.colour(1), 6)
        s.fill(ellipse(262, 540, 17, 17), rgb("cream"))
        s.dot(262, 540, 8, eye)
        s.glow_over(ellipse(420, 480, 120, 20), 0.3, body, 12)
    elif k.form == "whale":
        s.shadow(480, 800, 260)
        body = s.fill(path("M170 690 C170 540 320 470 480 500 C620 530 660 640 740 600 C760 560 740 520 700 490 C760 480 800 500 820 530 C850 500 890 490 920 500 C880 540 870 590 830 640 C760 760 620 800 480 800 C300 806 176 800 170 690"), wood, "down")
        s.fill(path("M172 710 C240 760 420 760 560 796 C440 812 190 812 172 710"), k.colour(1), "soft", inside=body)
        s.dot(270, 650, 9, eye)
        s.line(smooth([(190, 700), (240, 716), (290, 706)]), dark(k.main, 0.4), 6)
    elif k.form == "llama":
        s.shadow(500, 800, 190)
        for x in (390, 450, 570, 620):
            s.fill(path(f"M{x - 22} 640 L{x + 22} 640 L{x + 16} 800 L{x - 16} 800 Z"), wood, "round")
        s.fill(path("M350 640 C340 540 400 520 520 530 L590 520 C590 440 590 380 586 330 C586 280 620 262 660 270 L730 300 C748 330 720 350 680 348 C676 440 690 560 660 640 C600 720 400 720 350 640"), wood, "soft")
        for x in (600, 632):
            s.fill(path(f"M{x} 276 L{x + 6} 196 L{x + 28} 270 Z"), wood, "soft")
        s.fill(path("M400 524 L550 528 L556 650 L396 650 Z"), k.woven("bands", 1, 2, 0) if len(k.colours) > 2 else k.colour(1), "soft")
        s.dot(672, 300, 8, eye)
    else:
        for cx, low, size in ((600, 790, 0.8), (400, 800, 1.0)):
            s.shadow(cx, low, 90 * size)
            outline = [(cx + x * size, low + (y - 800) * size) for x, y in path("M-150 560 C-120 460 -20 440 30 490 C110 540 190 560 250 520 C220 660 120 740 20 740 L10 780 L-30 780 L-26 736 C-110 710 -130 640 -118 580 Z")]
            beak = [(cx + x * size, low + (y - 800) * size) for x, y in path("M-134 500 L-206 530 L-134 548 Z")]
            s.fill(beak, k.colour(2) if len(k.colours) > 2 else rgb("ochre"), "flat")
            body = s.fill(outline, wood, "soft")
            wing = [(cx + x * size, low + (y - 800) * size) for x, y in path("M-20 590 C60 570 140 590 190 600 C140 680 40 690 -20 590")]
            s.fill(wing, k.colour(1), "soft", inside=body)
            s.dot(cx - 84 * size, low - 270 * size, 8 * size, eye)
            s.fill(ellipse(cx - 10 * size, low - 8, 74 * size, 14 * size), dark(k.main, 0.35), "round")


@drawer("blocks", 1.2)
def blocks(s: Stage, k: Look) -> None:
    """Building blocks in a pile. Colours: one each."""
    s.shadow(500, 802, 270)
    tones = [k.colours[n % len(k.colours)] for n in range(7)]
    for n, (x, y, angle) in enumerate(((250, 662, 0), (394, 662, 0), (590, 662, 5), (322, 522, -4), (468, 522, 3))):
        shape = turn(box(x, y, 136, 138, 10), angle, (x + 68, y + 69))
        face = s.fill(shape, k.woven("wood", n % len(k.colours)) if n % 3 == 0 else tones[n], "flat")
        s.line([*turn(box(x + 14, y + 14, 108, 110, 8), angle, (x + 68, y + 69))], dark(tones[n], 0.12), 4)
        s.shade_over(turn(box(x, y + 112, 136, 30), angle, (x + 68, y + 69)), 0.25, face, 8)
        cx, cy = x + 68, y + 69
        figure = (ellipse(cx, cy, 30, 30), box(cx - 28, cy - 28, 56, 56, 6), path(f"M{cx} {cy - 34} L{cx + 34} {cy + 28} L{cx - 34} {cy + 28} Z"))[n % 3]
        s.fill(turn(figure, angle, (cx, cy)), light(tones[n], 0.55), "flat")
    s.fill(path("M334 520 L402 400 L470 520 Z"), tones[5], "flat")
    s.fill([*ellipse(536, 520, 66, 66, 180, 360)], tones[6], "flat")
    s.fill(ellipse(770, 770, 36, 36), tones[1], "round")


@drawer("vehicle", 1.2)
def vehicle(s: Stage, k: Look) -> None:
    """A wooden train (or form "car", "tractor"). Colours: body, second, wheels."""
    s.shadow(500, 806, 300)
    tyre = k.colour(2)
    if k.form == "car":
        s.fill(path("M220 640 C230 590 300 590 360 580 C400 500 460 480 560 484 C640 490 680 540 710 590 C780 600 800 640 796 730 L216 730 C206 700 212 670 220 640"), k.paint, "soft")
        for pts in ("M408 580 C430 530 470 516 520 514 L520 584 Z", "M544 514 C610 516 640 550 660 586 L544 584 Z"):
            s.fill(path(pts), rgb("ice"), "flat")
        wheels = [(330, 736, 64), (676, 736, 64)]
    elif k.form == "tractor":
        s.fill(box(300, 560, 330, 130, 24), k.main, "soft")
        s.fill(box(530, 420, 170, 220, 20), k.colour(1), "soft")
        s.fill(box(556, 446, 118, 90, 10), rgb("ice"), "flat")
        s.fill(box(360, 460, 30, 110, 8), dark(k.main, 0.4), "round")
        wheels = [(360, 742, 62), (630, 700, 106)]
    else:
        s.fill(box(190, 590, 270, 120, 40), k.main, "down")
        s.fill(box(400, 480, 150, 230, 16), k.colour(1), "soft")
        s.fill(box(428, 512, 94, 74, 10), rgb("ice"), "flat")
        s.fill(box(380, 456, 190, 34, 14), dark(k.colour(1), 0.2), "soft")
        s.fill(path("M240 600 L232 500 L300 500 L290 600 Z"), dark(k.main, 0.2), "round")
        s.fill(box(620, 600, 220, 110, 14), k.colours[3] if len(k.colours) > 3 else light(k.main, 0.3), "soft")
        for n in range(4):
            s.fill(ellipse(660 + n * 46, 590, 28, 24), k.colour(n % 3), "round")
        s.line([(550, 690), (622, 690)], dark(k.main, 0.5), 10)
        wheels = [(260, 742, 50), (400, 730, 62), (510, 742, 50), (676, 748, 46), (790, 748, 46)]
    for x, y, r in wheels:
        s.fill(ellipse(x, y + 4, r, r), dark(tyre, 0.45))
        s.fill(ellipse(x - 3, y, r - 3, r - 3), tyre, "soft")
        s.fill(ellipse(x - 3, y, r * 0.36, r * 0.36), light(tyre, 0.5), "soft")


@drawer("top", 1.25)
def spinning_top(s: Stage, k: Look) -> None:
    """Spinning tops. Colours: bands."""
    for cx, low, size, lean in ((620, 770, 0.66, 16), (430, 800, 1.0, -12)):
        s.shadow(cx, low, 90 * size)
        shape = [(cx + (x - 500) * size, low + (y - 800) * size) for x, y in turned(500, [(20, 380), (22, 450), (120, 500), (190, 590), (120, 690), (10, 796)], 0.12)]
        body = s.fill(turn(shape, lean, (cx, low)), k.woven("wood", 0), "round")
        for n, (y, half) in enumerate(((520, 220), (570, 220), (640, 220))):
            band = [(cx + (x - 500) * size, low + (yy - 800) * size) for x, yy in box(500 - half, y, half * 2, 34)]
            s.fill(turn(band, lean, (cx, low)), k.colour(n + 1), "round", inside=body)


@drawer("rattle", 1.2, hung=True)
def rattle(s: Stage, k: Look) -> None:
    """A ring with wooden beads for a baby. Colours: beads."""
    ring = ellipse(500, 560, 210, 210)
    s.shadow_of([*ellipse(500, 560, 230, 230), *reversed(ellipse(500, 560, 190, 190))], 20, 26, 0.5, 12)
    s.line(ring, dark(rgb("birch"), 0.25), 50)
    s.line(ellipse(498, 557, 210, 210), rgb("birch"), 38)
    s.line(ellipse(494, 552, 216, 216, 150, 290), light(rgb("birch"), 0.5), 8)
    for n in range(5):
        a = math.radians(20 + n * 35)
        x, y = 500 + math.cos(a) * 210, 560 + math.sin(a) * 210
        tone = k.colours[n % len(k.colours)]
        s.fill(ellipse(x + 8, y + 12, 46, 46), dark(s.wall, 0.6), alpha=0.4, blur=8)
        s.fill(ellipse(x, y, 48, 48), tone, "round")
        s.glow_over(ellipse(x - 16, y - 18, 12, 9), 0.5, None, 4)


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

    blade = "M470 440 L930 440 C930 470 900 540 820 560 L470 560 Z" if k.form != "bread" else "M470 450 L960 450 L950 540 L470 545 Z"
    s.shadow_of(lay("M80 450 L930 440 C930 480 900 550 820 566 L80 540 Z"), 24, 34, 0.5, 16)
    steel = s.fill(lay(blade), rgb("silver"), "flat")
    s.fill(lay("M470 440 L930 440 L926 470 C800 478 640 480 470 480 Z"), dark(rgb("silver"), 0.22), "flat", inside=steel)
    s.glow_over(lay("M470 500 C640 490 800 500 910 480 L900 510 C760 530 600 530 470 530 Z"), 0.6, steel, 8)
    s.line(lay("M470 520 Q520 506 560 522 Q610 538 660 520 Q720 506 770 522 Q820 530 860 516"), mix(rgb("silver"), rgb("slate"), 0.3), 3)
    s.fill(lay("M440 446 L486 440 L486 548 L440 540 Z"), k.colour(1), "metal")
    s.fill(lay("M80 456 C66 470 66 520 80 536 L444 542 L444 446 Z"), k.woven("wood", 0), "down")
    s.glow_over(lay("M100 466 L430 460 L430 474 L100 480 Z"), 0.3, None, 5)


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
    s.fill(box(380, 690, 240, 60), k.woven("zigzag" if k.pattern == "plain" else k.pattern, 0, 1, 2), "round", inside=body)
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
            s.fill(path(f"M222 {y} L730 {y} L730 {y + 30} L222 {y + 30} Z"), k.woven("bands", 1, 2, 0) if len(k.colours) > 2 else k.colour(1), "soft")
        return
    for dy, tone in ((-70, 0), (90, 1)):
        tube = turn(box(120, 500 + dy, 760, 52, 24), -24, (500, 520))
        s.shadow_of(tube, 18, 34, 0.45, 12)
        shape = s.fill(tube, k.woven("wood", tone), "down")
        for m in range(6):
            x, y = turn([(420 + m * 62, 520 + dy)], -24, (500, 520))[0]
            s.fill(ellipse(x, y, 13, 11), dark(k.main, 0.75), "hollow")
        for x in (180, 340, 830):
            s.fill(turn(box(x, 498 + dy, 22, 56), -24, (500, 520)), k.colour(2), "soft", inside=shape)


@drawer("thumb_piano", 1.15, hung=True)
def thumb_piano(s: Stage, k: Look) -> None:
    """Colours: wood, metal, carving."""
    shape = path("M300 300 C300 270 330 260 360 262 L640 262 C670 260 700 270 700 300 L716 740 C716 780 690 800 650 800 L350 800 C310 800 284 780 284 740 Z")
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
