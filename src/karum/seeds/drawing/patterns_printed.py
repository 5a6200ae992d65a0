"""Patterns that are printed, painted or dyed on cloth, clay and paper."""

import math
import random

from PIL import ImageDraw

from karum.seeds.drawing.colours import dark, mix
from karum.seeds.drawing.patterns import SIDE, Colours, pattern


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
                pen.ellipse(
                    (x - radius, y - radius, x + radius, y + radius), fill=mix(tone, c[0], chance.uniform(0, 0.3))
                )
