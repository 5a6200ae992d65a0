"""Stripes, checks and what looms and needles make."""

import random

from PIL import ImageDraw

from karum.seeds.drawing.colours import dark, light, mix
from karum.seeds.drawing.patterns import SIDE, Colours, pattern


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
        "....#....#....", "...##....##...", "#..###..###..#", "##..##..##..##",
        ".##..####..##.", "..##.####.##..", "...########...",
    )  # fmt: skip
    whole = [*rose, *reversed(rose)]
    for top in (60, 480, 900):
        for left in range(0, SIDE, cell * 16):
            for row, text in enumerate(whole):
                for column, mark in enumerate(text):
                    if mark == "#":
                        x, y = left + column * cell, top + row * cell
                        pen.polygon(
                            [(x, y), (x + 7, y + 8), (x + 14, y), (x + 14, y + 9), (x + 7, y + 17), (x, y + 9)],
                            fill=c[1],
                        )
        for y in (top - 40, top + 14 * cell + 20):
            for x in range(0, SIDE, 30):
                pen.polygon(
                    [(x, y), (x + 7, y + 8), (x + 14, y), (x + 14, y + 9), (x + 7, y + 17), (x, y + 9)], fill=c[2]
                )


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
