"""What things are made of: clay, wood, stone, felt, cork, paper."""

import math
import random

from PIL import ImageDraw

from karum.seeds.drawing.colours import dark, light, mix
from karum.seeds.drawing.patterns import SIDE, Colours, pattern


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
            (
                x + r * chance.uniform(0.6, 1.1) * math.cos(turn + n * math.tau / 5),
                y + r * math.sin(turn + n * math.tau / 5),
            )
            for n in range(5)
        ]
        pen.polygon(corners, fill=c[1 + chance.randrange(3)])


@pattern("wash")
def _wash(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for _ in range(90):
        x, y, r = chance.uniform(0, SIDE), chance.uniform(0, SIDE), chance.uniform(40, 130)
        pen.ellipse((x - r, y - r * 0.5, x + r, y + r * 0.5), fill=mix(c[0], c[1], chance.uniform(0.0, 0.5)))


@pattern("marble")
def _marble(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for n, y in enumerate(range(-260, SIDE + 260, 26)):
        points = [
            (x, y + 70 * math.sin(x / 110 + y / 300) + 42 * math.sin(x / 47 + y / 90))
            for x in range(-20, SIDE + 40, 24)
        ]
        pen.line(points, fill=c[n % 4], width=chance.choice((12, 20, 30)), joint="curve")


@pattern("wood")
def _wood(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    phase = chance.uniform(0, 6)
    for n, y in enumerate(range(-60, SIDE + 60, 15)):
        tone = mix(c[0], dark(c[0], 0.4), chance.uniform(0.08, 0.5))
        points = [
            (x, y + 16 * math.sin(x / 260 + phase + n * 0.05) + 5 * math.sin(x / 90 + n))
            for x in range(-20, SIDE + 40, 26)
        ]
        pen.line(points, fill=tone, width=chance.choice((2, 3, 4, 7)))


@pattern("endgrain")
def _endgrain(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    step = 90
    for row, y in enumerate(range(0, SIDE, step)):
        for column, x in enumerate(range(0, SIDE, step)):
            pen.rectangle(
                (x, y, x + step, y + step), fill=mix(c[(row + column) % 2], dark(c[0], 0.3), chance.uniform(0, 0.2))
            )
            for n in range(10, step, 16):
                pen.line((x, y + n, x + step, y + n - 6), fill=dark(c[(row + column) % 2], 0.12), width=2)


@pattern("cork")
def _cork(pen: ImageDraw.ImageDraw, c: Colours, chance: random.Random) -> None:
    for _ in range(1800):
        x, y, w, h = chance.uniform(0, SIDE), chance.uniform(0, SIDE), chance.uniform(2, 12), chance.uniform(2, 6)
        pen.ellipse(
            (x, y, x + w, y + h),
            fill=dark(c[0], chance.choice((0.12, 0.2, 0.4))) if chance.random() < 0.7 else light(c[0], 0.2),
        )


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
