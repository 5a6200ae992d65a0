"""Patterns of cloth, wood, clay and paper as textures that are laid into shapes.

They are drawn at 2 pixels a unit and reduced to the stage's scale, which smooths them. ``texture(name, colours)`` is the way in. Colours: ground first, then the motif's colours.
"""

import math
import random
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from karum.seeds.drawing.colours import RGB, dark, light, mix
from karum.seeds.drawing.stage import SCALE

Colours = tuple[RGB, ...]
Maker = Callable[[ImageDraw.ImageDraw, Colours, random.Random], None]

SIDE = 1200  # pixels while drawing: 600 units, more than most shapes; larger ones repeat it
_MAKERS: dict[str, Maker] = {}
_SOFT = {"speckle": 0.7, "wash": 14.0, "felt": 1.6, "marble": 2.0, "dyed": 6.0, "ikat": 1.2}


def pattern(name: str) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        _MAKERS[name] = maker
        return maker

    return keep


def names() -> tuple[str, ...]:
    """Return the names of all patterns."""
    return tuple(_MAKERS)


@lru_cache(maxsize=32)
def texture(name: str, colours: Colours) -> Image.Image:
    """Return the texture of a pattern in these colours; one colour is filled up with tones of itself."""
    ground = colours[0]
    filled = (*colours, *(tone for tone in (light(ground, 0.45), dark(ground, 0.35), light(ground, 0.75)) if tone))
    if len(colours) >= 4:
        filled = colours
    image = Image.new("RGB", (SIDE, SIDE), ground)
    _MAKERS[name](ImageDraw.Draw(image), filled, random.Random(name))
    soft = _SOFT.get(name)
    small = image.resize((round(SIDE / 2 * SCALE), round(SIDE / 2 * SCALE)), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(soft * SCALE / 2)) if soft else small


# -- stripes and checks ---------------------------------------------------------------------------------------------------


@pattern("plain")
def _plain(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    pen.rectangle((0, 0, SIDE, SIDE), fill=c[0])


@pattern("weave")
def _weave(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    tones = [mix(c[0], dark(c[0], 0.25), share) for share in (0.0, 0.18, 0.32)]
    for n in range(0, SIDE, 6):
        pen.line((0, n, SIDE, n), fill=tones[(n // 6) % 3], width=3)
    for n in range(0, SIDE, 6):
        pen.line((n, 0, n, SIDE), fill=mix(c[0], light(c[0], 0.4), 0.3), width=1)


@pattern("stripes")
def _stripes(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    x, n = 0, 0
    widths = (60, 22, 36, 22)
    while x < SIDE:
        pen.rectangle((x, 0, x + widths[n % 4], SIDE), fill=c[(0, 1, 0, 2)[n % 4]])
        x += widths[n % 4]
        n += 1


@pattern("bands")
def _bands(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    y, n = 0, 0
    heights = (90, 14, 26, 14, 54, 10, 10, 10)
    order = (0, 1, 2, 1, 0, 2, 0, 1)
    while y < SIDE:
        pen.rectangle((0, y, SIDE, y + heights[n % 8]), fill=c[order[n % 8]])
        y += heights[n % 8]
        n += 1


@pattern("pinstripe")
def _pinstripe(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for x in range(0, SIDE, 34):
        pen.line((x, 0, x, SIDE), fill=c[1], width=6)


@pattern("check")
def _check(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    step = 100
    for x in range(0, SIDE, step):
        for y in range(0, SIDE, step):
            both, either = (x // step) % 2 + (y // step) % 2 == 2, (x // step) % 2 + (y // step) % 2 == 1
            pen.rectangle((x, y, x + step, y + step), fill=c[1] if both else mix(c[0], c[1], 0.5) if either else c[0])


@pattern("plaid")
def _plaid(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for x in range(0, SIDE, 150):
        pen.rectangle((x, 0, x + 52, SIDE), fill=mix(c[0], c[1], 0.55))
    for y in range(0, SIDE, 150):
        for x in range(0, SIDE, 150):
            pen.rectangle((x, y, x + 150, y + 52), fill=mix(c[0], c[1], 0.55))
            pen.rectangle((x, y, x + 52, y + 52), fill=c[1])
    for n in range(100, SIDE, 150):
        pen.line((n, 0, n, SIDE), fill=c[2], width=5)
        pen.line((0, n, SIDE, n), fill=c[2], width=5)


@pattern("herringbone")
def _herringbone(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    step, band = 14, 60
    for column, x in enumerate(range(0, SIDE, band)):
        rise = band if column % 2 else -band
        for y in range(-band, SIDE + band, step):
            pen.line((x, y, x + band, y + rise), fill=c[1], width=5)


# -- woven and knotted ----------------------------------------------------------------------------------------------------


@pattern("kente")
def _kente(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    wide, high = 100, 120
    for column, x in enumerate(range(0, SIDE, wide)):
        for row, y in enumerate(range(0, SIDE, high)):
            if (column + row) % 2:
                for n, line in enumerate(range(y, y + high, 12)):
                    pen.rectangle((x, line, x + wide, line + 12), fill=c[(n + row) % 3])
            else:
                pen.rectangle((x, y, x + wide, y + high), fill=c[1])
                pen.rectangle((x + 18, y + 16, x + wide - 18, y + high - 16), fill=c[2])
                pen.rectangle((x + 36, y + 36, x + wide - 36, y + high - 36), fill=c[0])
        pen.line((x, 0, x, SIDE), fill=dark(c[0], 0.3), width=2)


@pattern("ikat")
def _ikat(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for row, y in enumerate(range(0, SIDE + 200, 150)):
        for x in range(-100, SIDE + 200, 200):
            cx = x + (100 if row % 2 else 0)
            for level, colour in ((1.0, c[1]), (0.68, c[0]), (0.42, c[2])):
                for n in range(-16, 17):
                    reach = (1 - abs(n) / 16) * 72 * level + chance.uniform(-6, 6)
                    xx = cx + n * 5.6 * level
                    pen.line((xx, y - reach, xx, y + reach), fill=colour, width=6)


@pattern("diamonds")
def _diamonds(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for row in range(0, SIDE + 200, 100):
        for x in range(0, SIDE + 200, 200):
            cx, cy = x + (100 if (row // 100) % 2 else 0), row
            for n, colour in ((96, c[1]), (66, c[0]), (38, c[2])):
                pen.polygon(_stepped(cx, cy, n), fill=colour)


def _stepped(cx: int, cy: int, reach: int) -> list[tuple[int, int]]:
    """Return a diamond with stepped edges, as a loom makes it."""
    step = 12
    count = max(1, reach // step)
    points: list[tuple[int, int]] = []
    for sx, sy in ((1, -1), (1, 1), (-1, 1), (-1, -1)):
        quarter = []
        for n in range(count + 1):
            quarter.append((cx + sx * n * step, cy + sy * (count - n) * step))
            quarter.append((cx + sx * (n + 1) * step, cy + sy * (count - n) * step))
        points.extend(quarter if sx * sy < 0 else list(reversed(quarter)))
    return points


@pattern("zigzag")
def _zigzag(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for n, y in enumerate(range(-120, SIDE + 120, 40)):
        points = [(x, y + (60 if (x // 60) % 2 else 0)) for x in range(0, SIDE + 61, 60)]
        pen.line(points, fill=c[n % 3], width=42, joint="curve")


@pattern("knit")
def _knit(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    shade = dark(c[0], 0.22)
    for x in range(0, SIDE, 30):
        for y in range(-20, SIDE, 22):
            pen.line((x + 1, y, x + 14, y + 18), fill=shade, width=3)
            pen.line((x + 29, y, x + 16, y + 18), fill=shade, width=3)


@pattern("nordic")
def _nordic(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    _knit(pen, c, chance)
    cell = 15
    rose = (
        "....#....#....", "...##....##...", "#..###..###..#", "##..##..##..##", ".##..####..##.", "..##.####.##..", "...########...",
    )  # fmt: skip
    whole = [*rose, *reversed(rose)]
    for top in (60, 480, 900):
        for left in range(0, SIDE, cell * 16):
            for row, text in enumerate(whole):
                for column, mark in enumerate(text):
                    if mark == "#":
                        x, y = left + column * cell, top + row * cell
                        pen.polygon(
                            [(x, y), (x + 7, y + 8), (x + 14, y), (x + 14, y + 9), (x + 7, y + 17), (x, y + 9)], fill=c[1]
                        )
        for y in (top - 40, top + 14 * cell + 20):
            for x in range(0, SIDE, 30):
                pen.polygon([(x, y), (x + 7, y + 8), (x + 14, y), (x + 14, y + 9), (x + 7, y + 17), (x, y + 9)], fill=c[2])


@pattern("rib")
def _rib(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for x in range(0, SIDE, 22):
        pen.rectangle((x, 0, x + 8, SIDE), fill=dark(c[0], 0.14))
        pen.line((x + 14, 0, x + 14, SIDE), fill=light(c[0], 0.18), width=3)


@pattern("basket")
def _basket(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    wide, high = 34, 20
    for row, y in enumerate(range(0, SIDE, high)):
        for x in range(-wide, SIDE, wide):
            left = x + (wide // 2 if row % 2 else 0)
            tone = mix(c[0], dark(c[0], 0.3), chance.uniform(0, 0.28))
            pen.rounded_rectangle((left + 1, y + 1, left + wide - 2, y + high - 2), 7, fill=tone)
            pen.line((left + 5, y + 6, left + wide - 8, y + 6), fill=light(tone, 0.3), width=3)
        pen.line((0, y, SIDE, y), fill=dark(c[0], 0.42), width=2)


@pattern("coiled")
def _coiled(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    high = 22
    for row, y in enumerate(range(0, SIDE, high)):
        for n, x in enumerate(range(0, SIDE, 13)):
            wave = (n + (row if (row // 6) % 2 else -row)) % 20
            colour = c[1] if wave < 6 else c[2] if wave in (9, 10) else c[0]
            tone = mix(colour, dark(colour, 0.3), 0.25 if n % 2 else 0.0)
            pen.line((x, y + 2, x + 9, y + high - 2), fill=tone, width=13)
        pen.line((0, y, SIDE, y), fill=dark(c[0], 0.4), width=3)


# -- printed and dyed -----------------------------------------------------------------------------------------------------


@pattern("dots")
def _dots(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for row, y in enumerate(range(0, SIDE + 60, 56)):
        for x in range(0, SIDE + 60, 64):
            cx = x + (32 if row % 2 else 0)
            pen.ellipse((cx - 10, y - 10, cx + 10, y + 10), fill=c[1])


@pattern("batik")
def _batik(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    step = 200
    for row, y in enumerate(range(0, SIDE + step, step // 2)):
        for x in range(0, SIDE + step, step):
            cx = x + (step // 2 if row % 2 else 0)
            for n in range(4):
                a = math.pi / 4 + n * math.pi / 2
                ex, ey = cx + math.cos(a) * 48, y + math.sin(a) * 48
                pen.ellipse((ex - 40, ey - 40, ex + 40, ey + 40), outline=c[1], width=7)
            pen.ellipse((cx - 30, y - 30, cx + 30, y + 30), fill=c[2])
            for n in range(12):
                a = n * math.pi / 6
                dx, dy = cx + math.cos(a) * 46, y + math.sin(a) * 46
                pen.ellipse((dx - 5, dy - 5, dx + 5, dy + 5), fill=c[1])
            pen.ellipse((cx - 12, y - 12, cx + 12, y + 12), fill=c[0])


@pattern("block")
def _block(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    step = 150
    for row, y in enumerate(range(0, SIDE + step, step)):
        for x in range(0, SIDE + step, step):
            cx = x + (step // 2 if row % 2 else 0)
            for n in range(6):
                a = n * math.pi / 3 - math.pi / 2
                px, py = cx + math.cos(a) * 27, y + math.sin(a) * 27
                pen.ellipse((px - 17, py - 17, px + 17, py + 17), fill=c[1])
            pen.ellipse((cx - 13, y - 13, cx + 13, y + 13), fill=c[2])
            pen.line((cx, y + 46, cx, y + 88), fill=c[2], width=6)
            for side in (-1, 1):
                leaf = [(cx, y + 80), (cx + side * 16, y + 58), (cx + side * 38, y + 52), (cx + side * 24, y + 74)]
                pen.polygon(leaf, fill=c[2])


@pattern("waves")
def _waves(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    r = 72
    for row, y in enumerate(range(-r, SIDE + r * 2, r // 2)):
        for x in range(-r, SIDE + r * 2, r * 2):
            cx = x + (r if row % 2 else 0)
            for n, radius in enumerate((r, 54, 37, 20)):
                fill = c[0] if n % 2 else c[1]
                pen.ellipse((cx - radius, y - radius, cx + radius, y + radius), fill=fill)


@pattern("leaves")
def _leaves(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for x in range(60, SIDE + 100, 170):
        pen.line((x, 0, x, SIDE), fill=c[1], width=5)
        for n, y in enumerate(range(0, SIDE + 60, 52)):
            side = 1 if n % 2 else -1
            pen.polygon(_leaf(x, y, x + side * 66, y - 44, 17), fill=c[1] if n % 3 else c[2])


def _leaf(x0: float, y0: float, x1: float, y1: float, wide: float) -> list[tuple[float, float]]:
    dx, dy = x1 - x0, y1 - y0
    length = math.hypot(dx, dy)
    nx, ny = -dy / length * wide, dx / length * wide
    out: list[tuple[float, float]] = []
    for sign in (1, -1):
        steps = range(9) if sign == 1 else range(8, -1, -1)
        for n in steps:
            t = n / 8
            bulge = math.sin(math.pi * t) * sign
            out.append((x0 + dx * t + nx * bulge, y0 + dy * t + ny * bulge))
    return out


@pattern("flowers")
def _flowers(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for row, y in enumerate(range(0, SIDE + 120, 110)):
        for x in range(0, SIDE + 130, 130):
            cx, cy = x + (65 if row % 2 else 0) + chance.uniform(-10, 10), y + chance.uniform(-10, 10)
            turned = chance.uniform(0, math.pi)
            for n in range(5):
                a = turned + n * math.tau / 5
                px, py = cx + math.cos(a) * 20, cy + math.sin(a) * 20
                pen.ellipse((px - 15, py - 15, px + 15, py + 15), fill=c[1])
            pen.ellipse((cx - 9, cy - 9, cx + 9, cy + 9), fill=c[2])
            pen.polygon(_leaf(cx + 30, cy + 30, cx + 64, cy + 46, 9), fill=c[3])


@pattern("tiles")
def _tiles(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    step = 200
    for x in range(0, SIDE, step):
        for y in range(0, SIDE, step):
            mx, my = x + step / 2, y + step / 2
            for px, py in ((x, y), (x + step, y), (x, y + step), (x + step, y + step)):
                pen.ellipse((px - 78, py - 78, px + 78, py + 78), fill=c[1])
                pen.ellipse((px - 54, py - 54, px + 54, py + 54), fill=c[0])
                pen.ellipse((px - 30, py - 30, px + 30, py + 30), fill=c[2])
            for n in range(8):
                a = n * math.pi / 4
                pen.polygon(_leaf(mx, my, mx + math.cos(a) * 62, my + math.sin(a) * 62, 13), fill=c[1 + n % 2])
            pen.ellipse((mx - 10, my - 10, mx + 10, my + 10), fill=c[0])
    for n in range(0, SIDE + 1, step):
        pen.line((n, 0, n, SIDE), fill=dark(c[0], 0.12), width=3)
        pen.line((0, n, SIDE, n), fill=dark(c[0], 0.12), width=3)


@pattern("mudcloth")
def _mudcloth(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for row, y in enumerate(range(0, SIDE, 120)):
        pen.line((0, y, SIDE, y), fill=c[1], width=7)
        for x in range(0, SIDE, 80):
            kind = row % 4
            if kind == 0:
                pen.line([(x, y + 90), (x + 40, y + 30), (x + 80, y + 90)], fill=c[1], width=8, joint="curve")
            elif kind == 1:
                pen.line((x + 20, y + 40, x + 60, y + 80), fill=c[1], width=8)
                pen.line((x + 60, y + 40, x + 20, y + 80), fill=c[1], width=8)
            elif kind == 2:
                pen.ellipse((x + 32, y + 52, x + 48, y + 68), fill=c[1])
            else:
                for n in (22, 40, 58):
                    pen.line((x + n, y + 36, x + n, y + 84), fill=c[1], width=7)


@pattern("dyed")
def _dyed(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for x in range(0, SIDE + 300, 300):
        for y in range(0, SIDE + 300, 300):
            for n, radius in enumerate(range(150, 10, -24)):
                tone = c[1] if n % 2 else c[0]
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=mix(tone, c[0], chance.uniform(0, 0.3)))


# -- clay, wood, stone, felt, paper ---------------------------------------------------------------------------------------


@pattern("speckle")
def _speckle(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for _ in range(1500):
        x, y, r = chance.uniform(0, SIDE), chance.uniform(0, SIDE), chance.choice((1.5, 2, 2, 3, 4))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=c[1] if chance.random() < 0.8 else c[2])


@pattern("terrazzo")
def _terrazzo(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for _ in range(320):
        x, y, r, turn = chance.uniform(0, SIDE), chance.uniform(0, SIDE), chance.uniform(8, 26), chance.uniform(0, 6)
        corners = [
            (x + r * chance.uniform(0.6, 1.1) * math.cos(turn + n * math.tau / 5), y + r * math.sin(turn + n * math.tau / 5))
            for n in range(5)
        ]
        pen.polygon(corners, fill=c[1 + chance.randrange(3)])


@pattern("wash")
def _wash(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for n in range(90):
        x, y, r = chance.uniform(0, SIDE), chance.uniform(0, SIDE), chance.uniform(40, 130)
        pen.ellipse((x - r, y - r * 0.5, x + r, y + r * 0.5), fill=mix(c[0], c[1], chance.uniform(0.0, 0.5)))


@pattern("marble")
def _marble(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for n, y in enumerate(range(-260, SIDE + 260, 26)):
        points = [
            (x, y + 70 * math.sin(x / 110 + y / 300) + 42 * math.sin(x / 47 + y / 90)) for x in range(-20, SIDE + 40, 12)
        ]
        pen.line(points, fill=c[n % 4], width=chance.choice((12, 20, 30)), joint="curve")


@pattern("wood")
def _wood(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    phase = chance.uniform(0, 6)
    for n, y in enumerate(range(-60, SIDE + 60, 15)):
        tone = mix(c[0], dark(c[0], 0.4), chance.uniform(0.08, 0.5))
        points = [
            (x, y + 16 * math.sin(x / 260 + phase + n * 0.05) + 5 * math.sin(x / 90 + n)) for x in range(-20, SIDE + 40, 26)
        ]
        pen.line(points, fill=tone, width=chance.choice((2, 3, 4, 7)))


@pattern("endgrain")
def _endgrain(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    step = 90
    for row, y in enumerate(range(0, SIDE, step)):
        for column, x in enumerate(range(0, SIDE, step)):
            pen.rectangle((x, y, x + step, y + step), fill=mix(c[(row + column) % 2], dark(c[0], 0.3), chance.uniform(0, 0.2)))
            for n in range(10, step, 16):
                pen.line((x, y + n, x + step, y + n - 6), fill=dark(c[(row + column) % 2], 0.12), width=2)


@pattern("cork")
def _cork(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for _ in range(1800):
        x, y, w, h = chance.uniform(0, SIDE), chance.uniform(0, SIDE), chance.uniform(2, 12), chance.uniform(2, 6)
        pen.ellipse((x, y, x + w, y + h), fill=dark(c[0], chance.choice((0.12, 0.2, 0.4))) if chance.random() < 0.7 else light(c[0], 0.2))


@pattern("felt")
def _felt(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for _ in range(2400):
        x, y, a = chance.uniform(0, SIDE), chance.uniform(0, SIDE), chance.uniform(0, math.tau)
        tone = light(c[0], 0.16) if chance.random() < 0.5 else dark(c[0], 0.14)
        pen.line((x, y, x + math.cos(a) * 16, y + math.sin(a) * 16), fill=tone, width=2)


@pattern("terry")
def _terry(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for y in range(0, SIDE, 12):
        for x in range(0, SIDE, 12):
            tone = light(c[0], 0.22) if chance.random() < 0.5 else dark(c[0], 0.09)
            pen.ellipse((x, y, x + 8, y + 9), fill=tone)


@pattern("hammered")
def _hammered(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for row, y in enumerate(range(0, SIDE, 24)):
        for x in range(0, SIDE, 28):
            cx = x + (14 if row % 2 else 0)
            pen.ellipse((cx - 12, y - 10, cx + 12, y + 10), fill=dark(c[0], 0.12))
            pen.ellipse((cx - 10, y - 9, cx + 6, y + 4), fill=light(c[0], 0.18))
