"""Toys of wood: carved animals, blocks, trains and cars, tops, rattles."""

import math

from PIL import Image

from karum.seeds.drawing.colours import dark, light, rgb
from karum.seeds.drawing.geometry import box, ellipse, path, smooth, turn, turned
from karum.seeds.drawing.look import Look, drawer
from karum.seeds.drawing.stage import Stage


def _grain(k: Look) -> Image.Image:
    return k.woven(k.pattern if k.pattern != "plain" else "wood", 0, 1, 2)


def _elephant(s: Stage, k: Look) -> None:
    wood = _grain(k)
    eye = dark(k.main, 0.75)
    s.shadow(500, 800, 250)
    for x in (360, 470, 590, 660):
        s.fill(path(f"M{x - 42} 620 L{x + 42} 620 L{x + 36} 800 L{x - 36} 800 Z"), wood, "round")
    s.fill(path("M300 640 C280 500 380 420 520 420 C660 420 730 520 716 690 C640 720 400 720 300 640"), wood, "soft")
    s.fill(
        path(
            "M400 440 C330 400 236 430 230 530 C226 620 240 690 212 740 C190 770 150 760 160 730 "
            "L140 742 C140 800 220 810 252 760 C290 700 290 650 330 620 C390 600 430 520 400 440"
        ),
        wood,
        "round",
    )
    ear = s.fill(
        path("M392 440 C470 420 520 480 500 570 C480 630 420 640 390 600 C360 550 360 470 392 440"), wood, "soft"
    )
    s.shade_over(path("M392 600 C430 650 490 630 510 570 L500 560 C480 610 420 620 390 590 Z"), 0.6, ear, 6)
    s.line(smooth([(300, 640), (280, 680), (300, 700)]), light(k.colour(1), 0.6), 15)
    s.dot(318, 500, 9, eye)
    s.line(smooth([(714, 560), (752, 600), (744, 670)]), dark(k.main, 0.2), 10)


def _bear(s: Stage, k: Look) -> None:
    wood = _grain(k)
    eye = dark(k.main, 0.75)
    s.shadow(500, 800, 240)
    for x in (340, 440, 590, 680):
        s.fill(path(f"M{x - 46} 640 L{x + 46} 640 L{x + 40} 800 L{x - 40} 800 Z"), wood, "round")
    s.fill(
        path(
            "M270 660 C260 560 300 480 420 470 C520 420 690 450 730 580 C746 650 740 700 720 720 "
            "C600 740 380 740 270 660"
        ),
        wood,
        "soft",
    )
    s.fill(
        path("M380 470 C330 430 250 450 220 510 L176 546 C168 574 190 590 216 588 C250 640 340 640 390 590 Z"),
        wood,
        "round",
    )
    for x in (300, 362):
        s.fill(ellipse(x, 458, 26, 26), wood, "round")
    s.dot(262, 520, 8, eye)
    s.fill(ellipse(186, 556, 17, 13), eye)


def _fish(s: Stage, k: Look) -> None:
    wood = _grain(k)
    eye = dark(k.main, 0.75)
    s.shadow(500, 800, 130)
    s.line([(500, 700), (500, 790)], dark(k.main, 0.3), 15)
    s.fill(box(400, 776, 200, 26, 12), dark(k.main, 0.2), "round")
    body = s.fill(
        path("M180 560 C260 440 480 410 640 530 L800 430 C780 520 780 600 800 700 L640 600 C480 720 260 690 180 560"),
        wood,
        "down",
    )
    s.line(smooth([(340, 470), (372, 560), (340, 660)]), dark(k.main, 0.4), 6)
    for n in range(4):
        for m in range(3):
            s.line(ellipse(430 + n * 52, 520 + m * 44, 22, 18, -80, 80), k.colour(1), 6)
    s.fill(ellipse(262, 540, 17, 17), rgb("cream"))
    s.dot(262, 540, 8, eye)
    s.glow_over(ellipse(420, 480, 120, 20), 0.3, body, 12)


def _whale(s: Stage, k: Look) -> None:
    wood = _grain(k)
    eye = dark(k.main, 0.75)
    s.shadow(480, 800, 260)
    body = s.fill(
        path(
            "M170 690 C170 540 320 470 480 500 C620 530 660 640 740 600 C760 560 740 520 700 490 "
            "C760 480 800 500 820 530 C850 500 890 490 920 500 C880 540 870 590 830 640 C760 760 "
            "620 800 480 800 C300 806 176 800 170 690"
        ),
        wood,
        "down",
    )
    s.fill(path("M172 710 C240 760 420 760 560 796 C440 812 190 812 172 710"), k.colour(1), "soft", inside=body)
    s.dot(270, 650, 9, eye)
    s.line(smooth([(190, 700), (240, 716), (290, 706)]), dark(k.main, 0.4), 6)


def _llama(s: Stage, k: Look) -> None:
    wood = _grain(k)
    eye = dark(k.main, 0.75)
    s.shadow(500, 800, 190)
    for x in (390, 450, 570, 620):
        s.fill(path(f"M{x - 22} 640 L{x + 22} 640 L{x + 16} 800 L{x - 16} 800 Z"), wood, "round")
    s.fill(
        path(
            "M350 640 C340 540 400 520 520 530 L590 520 C590 440 590 380 586 330 C586 280 620 262 "
            "660 270 L730 300 C748 330 720 350 680 348 C676 440 690 560 660 640 C600 720 400 720 "
            "350 640"
        ),
        wood,
        "soft",
    )
    for x in (600, 632):
        s.fill(path(f"M{x} 276 L{x + 6} 196 L{x + 28} 270 Z"), wood, "soft")
    s.fill(
        path("M400 524 L550 528 L556 650 L396 650 Z"),
        k.woven("bands", 1, 2, 0) if len(k.colours) > 2 else k.colour(1),
        "soft",
    )
    s.dot(672, 300, 8, eye)


def _bird(s: Stage, k: Look) -> None:
    wood = _grain(k)
    eye = dark(k.main, 0.75)
    for cx, low, size in ((600, 790, 0.8), (400, 800, 1.0)):
        s.shadow(cx, low, 90 * size)
        outline = [
            (cx + x * size, low + (y - 800) * size)
            for x, y in path(
                "M-150 560 C-120 460 -20 440 30 490 C110 540 190 560 250 520 C220 660 120 740 20 740 "
                "L10 780 L-30 780 L-26 736 C-110 710 -130 640 -118 580 Z"
            )
        ]
        beak = [(cx + x * size, low + (y - 800) * size) for x, y in path("M-134 500 L-206 530 L-134 548 Z")]
        s.fill(beak, k.colour(2) if len(k.colours) > 2 else rgb("ochre"), "flat")
        body = s.fill(outline, wood, "soft")
        wing = [
            (cx + x * size, low + (y - 800) * size)
            for x, y in path("M-20 590 C60 570 140 590 190 600 C140 680 40 690 -20 590")
        ]
        s.fill(wing, k.colour(1), "soft", inside=body)
        s.dot(cx - 84 * size, low - 270 * size, 8 * size, eye)
        s.fill(ellipse(cx - 10 * size, low - 8, 74 * size, 14 * size), dark(k.main, 0.35), "round")


_ANIMALS = {"elephant": _elephant, "bear": _bear, "fish": _fish, "whale": _whale, "llama": _llama, "bird": _bird}


@drawer("carved", 1.2)
def carved(s: Stage, k: Look) -> None:
    """A carved animal. Forms: elephant, bear, fish, whale, llama, bird. Colours: wood, detail, beak or cloth."""
    _ANIMALS[k.form](s, k)


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
        figure = (
            ellipse(cx, cy, 30, 30),
            box(cx - 28, cy - 28, 56, 56, 6),
            path(f"M{cx} {cy - 34} L{cx + 34} {cy + 28} L{cx - 34} {cy + 28} Z"),
        )[n % 3]
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
        s.fill(
            path(
                "M220 640 C230 590 300 590 360 580 C400 500 460 480 560 484 C640 490 680 540 710 590 "
                "C780 600 800 640 796 730 L216 730 C206 700 212 670 220 640"
            ),
            k.paint,
            "soft",
        )
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
        shape = [
            (cx + (x - 500) * size, low + (y - 800) * size)
            for x, y in turned(500, [(20, 380), (22, 450), (120, 500), (190, 590), (120, 690), (10, 796)], 0.12)
        ]
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
