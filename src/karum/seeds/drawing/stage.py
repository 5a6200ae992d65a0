"""The stage on which pictures are drawn: wall, light, shadow, shaded shapes and paper grain, on Pillow alone.

The picture is a square of 1000 units; it is drawn at twice its size in pixels and reduced, which smooths the edges.
The same calls give the same bytes: chance comes only from the seed.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from karum.seeds.drawing.colours import RGB, dark, light
from karum.seeds.drawing.geometry import Outline, Point, box, ellipse, path

UNITS = 1000
SIZE = 720  # pixels of the finished picture: what a phone asks for; larger costs more than it shows
SCALE = 2 * SIZE / UNITS  # pixels a unit while drawing

# Lightness along a shape, left to right (or top to bottom): below 1 shade, above 1 light.
SHADES: dict[str, tuple[float, ...]] = {
    "round": (0.84, 0.98, 1.10, 1.10, 1.02, 0.98, 0.93, 0.86, 0.77, 0.68, 0.66),
    "soft": (0.95, 1.03, 1.05, 1.03, 1.0, 0.97, 0.93, 0.88, 0.83),
    "flat": (1.04, 1.02, 1.0, 0.98, 0.95),
    "down": (1.07, 1.03, 1.0, 0.96, 0.88),
    "hollow": (0.62, 0.68, 0.76, 0.84, 0.92, 0.98, 1.02),
    "metal": (0.72, 0.95, 1.25, 1.02, 0.82, 0.94, 1.12, 0.98, 0.7, 0.6),
    "folds": (0.9, 1.04, 0.93, 1.05, 0.92, 1.03, 0.88, 1.0, 0.84),
}
DOWNWARD = {"down"}

Paint = RGB | Image.Image


@dataclass(frozen=True, slots=True)
class Shape:
    """What was filled: its mask and where the mask lies, in pixels; pass it as ``inside`` to draw only within it."""

    mask: Image.Image
    left: int
    top: int

    @property
    def size(self) -> tuple[int, int]:
        return self.mask.size


class Stage:
    """A picture in the making."""

    def __init__(self, wall: RGB, seed: int, *, hung: bool = False, zoom: float = 1.0) -> None:
        """zoom: enlarges what is drawn about a point a little below the middle; the room stays."""
        self.wall = wall
        self.zoom = zoom
        self.chance = random.Random(seed)
        self.image = _room(wall, self.chance.choice(SCENES), hung)
        self.pen = ImageDraw.Draw(self.image)

    def _placed(self, outline: Sequence[Point]) -> list[Point]:
        z = self.zoom
        return [(500 + (x - 500) * z, 610 + (y - 610) * z) for x, y in outline] if z != 1.0 else list(outline)

    # -- shapes --------------------------------------------------------------------------------------------------

    def fill(
        self,
        outline: Outline,
        paint: Paint,
        shade: str | None = None,
        *,
        alpha: float = 1.0,
        blur: float = 0.0,
        inside: Shape | None = None,
        rim: float = 0.0,
    ) -> Shape:
        """Fill an outline with a colour or a texture and return the shape.

        shade: a name of SHADES. alpha: 0 to 1. blur: soft edge in units. inside: paint only within that shape.
        rim: a thin darker edge (0 to 1), which gives thickness.
        """
        shape = _mask(self._placed(outline), blur * self.zoom)
        mask = shape.mask
        if inside is not None:
            mask = ImageChops.multiply(mask, _window(inside, shape))
        if alpha < 1:
            mask = mask.point([round(value * alpha) for value in range(256)])
        source = _painted(paint, shade, shape.size)
        self.image.paste(source, (shape.left, shape.top), mask)
        if rim:
            base = paint if isinstance(paint, tuple) else (60, 40, 40)
            self.line([*outline, outline[0]], dark(base, rim), 2.2)
        return shape

    def shade_over(self, outline: Outline, strength: float, inside: Shape, blur: float = 14) -> None:
        """Darken softly a part of a shape: a fold, the underside, the shadow of a lid."""
        self.fill(outline, dark(self.wall, 0.86), alpha=strength, blur=blur, inside=inside)

    def glow_over(self, outline: Outline, strength: float, inside: Shape | None = None, blur: float = 10) -> None:
        """Lighten softly a part of a shape: gloss, a lit edge."""
        self.fill(outline, (255, 252, 244), alpha=strength, blur=blur, inside=inside)

    def line(self, points: Sequence[Point], colour: RGB, width: float, *, cap: bool = True) -> None:
        """Draw a line of ``width`` units with round joints and ends."""
        pixels = [(x * SCALE, y * SCALE) for x, y in self._placed(points)]
        wide = max(1, round(width * SCALE * self.zoom))
        self.pen.line(pixels, fill=colour, width=wide, joint="curve")
        if cap and wide > 3:
            r = wide / 2 - 0.5
            for x, y in (pixels[0], pixels[-1]):
                self.pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def dot(self, x: float, y: float, radius: float, colour: RGB) -> None:
        """Draw a small filled circle."""
        ((cx, cy),) = self._placed([(x, y)])
        s, r = SCALE, radius * self.zoom
        self.pen.ellipse(((cx - r) * s, (cy - r) * s, (cx + r) * s, (cy + r) * s), fill=colour)

    def poly(self, outline: Outline, colour: RGB) -> None:
        """Fill an outline with a plain colour, quickly: for small details."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in self._placed(outline)], fill=colour)

    # -- light ---------------------------------------------------------------------------------------------------

    def shadow(self, cx: float, y: float, rx: float, strength: float = 1.0, reach: float = 1.0) -> None:
        """Lay the shadow of a thing that stands at ``y``, ``2 * rx`` wide: a dark contact and a long soft throw."""
        tone = dark(self.wall, 0.62)
        throw = ellipse(cx + rx * 0.42 * reach, y + 8, rx * (1.1 + 0.25 * reach), max(22, rx * 0.20))
        self.fill(throw, tone, alpha=0.40 * strength, blur=30)
        self.fill(ellipse(cx + 8, y + 4, rx * 1.02, max(12, rx * 0.11)), tone, alpha=0.62 * strength, blur=11)

    def shadow_of(
        self, outline: Outline, dx: float = 26, dy: float = 30, strength: float = 0.42, blur: float = 18
    ) -> None:
        """Lay the shadow of a thing that lies flat or hangs close to the wall."""
        tone = dark(self.wall, 0.62)
        self.fill([(x + dx, y + dy) for x, y in outline], tone, alpha=strength, blur=blur)
        self.fill([(x + dx * 0.25, y + dy * 0.25) for x, y in outline], tone, alpha=strength * 0.7, blur=blur / 3)

    # -- the end -------------------------------------------------------------------------------------------------

    def finish(self) -> Image.Image:
        """Return the picture, reduced to ``SIZE`` pixels square, with a breath of paper grain."""
        return ImageChops.add(self.image.reduce(2), _grain(), 1, -128)


# -- how a shape becomes pixels ------------------------------------------------------------------------------


def _mask(outline: Outline, blur: float) -> Shape:
    """Return the mask of an outline; soft ones are made small, blurred and enlarged, which is quick."""
    limit = 2 * SIZE
    margin = blur * 2.6
    xs, ys = [p[0] for p in outline], [p[1] for p in outline]
    left = max(0, int((min(xs) - margin) * SCALE))
    top = max(0, int((min(ys) - margin) * SCALE))
    right = min(limit, int((max(xs) + margin) * SCALE) + 2)
    low = min(limit, int((max(ys) + margin) * SCALE) + 2)
    width, height = max(1, right - left), max(1, low - top)
    factor = max(1, min(10, int(blur * SCALE / 4))) if blur else 1
    small = (max(1, -(-width // factor)), max(1, -(-height // factor)))
    mask = Image.new("L", small, 0)
    ImageDraw.Draw(mask).polygon(
        [((x * SCALE - left) / factor, (y * SCALE - top) / factor) for x, y in outline], fill=255
    )
    if blur:
        mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE / factor))
        if factor > 1:
            mask = mask.resize((width, height), Image.Resampling.BILINEAR)
    return Shape(mask, left, top)


def _window(outer: Shape, inner: Shape) -> Image.Image:
    """Return the part of ``outer``'s mask that lies under ``inner``'s box (0 where it does not reach)."""
    dx, dy = inner.left - outer.left, inner.top - outer.top
    width, height = inner.size
    return outer.mask.crop((dx, dy, dx + width, dy + height))


def _painted(paint: Paint, shade: str | None, size: tuple[int, int]) -> Image.Image | RGB:
    """Return what to paste: the plain colour, or the colour or texture under its shade."""
    if isinstance(paint, tuple):
        if shade is None:
            return paint
        colours = [_lit(paint, factor) for factor in SHADES[shade]]
        return _ramp(colours, size, downward=shade in DOWNWARD)
    texture = paint if paint.size == size else _fitted(paint, size)
    if shade is None:
        return texture
    factors = SHADES[shade]
    down = shade in DOWNWARD
    greys = [(round(255 * min(1.0, f)),) * 3 for f in factors]
    texture = ImageChops.multiply(texture, _ramp([(g[0], g[1], g[2]) for g in greys], size, downward=down))
    if max(factors) > 1:
        glow = [round(255 * max(0.0, f - 1.0)) for f in factors]
        lights = _ramp([(g, g, g) for g in glow], size, downward=down).getchannel(0)
        texture.paste((255, 250, 238), (0, 0), lights)
    return texture


def _lit(colour: RGB, factor: float) -> RGB:
    return light(colour, min(1.0, (factor - 1) * 2.2)) if factor > 1 else dark(colour, 1 - factor)


def _ramp(colours: Sequence[RGB], size: tuple[int, int], *, downward: bool) -> Image.Image:
    strip = Image.new("RGB", (len(colours), 1))
    strip.putdata(list(colours))
    # Blended along one side only, then repeated: ten times quicker than blending the whole.
    if downward:
        strip = strip.transpose(Image.Transpose.ROTATE_270).resize((1, size[1]), Image.Resampling.BILINEAR)
    else:
        strip = strip.resize((size[0], 1), Image.Resampling.BILINEAR)
    return strip.resize(size, Image.Resampling.NEAREST)


def _fitted(texture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the texture cropped, or repeated, to the size."""
    width, height = texture.size
    if size[0] <= width and size[1] <= height:
        return texture.crop((0, 0, *size))
    tiled = Image.new("RGB", size)
    for x in range(0, size[0], width):
        for y in range(0, size[1], height):
            tiled.paste(texture, (x, y))
    return tiled


# -- the room ------------------------------------------------------------------------------------------------

SCENES = ("window", "disc", "arch", "half", "window", "plain")
FLOOR = 700  # where the wall meets the table, in units


def _room(wall: RGB, scene: str, hung: bool) -> Image.Image:
    small = SIZE // 2  # the room is soft, so it is painted small and enlarged
    ratio = small / UNITS
    image = Image.new("RGB", (small, small), wall)
    top = _ramp([light(wall, 0.18), wall, dark(wall, 0.05)], (small, small), downward=True)
    image.paste(top)
    pen = ImageDraw.Draw(image)
    floor = round(FLOOR * ratio)

    def at(outline: Outline) -> list[Point]:
        return [(x * ratio, y * ratio) for x, y in outline]

    if scene == "disc":
        pen.polygon(at(ellipse(500, 470, 345, 345)), fill=light(wall, 0.46))
    elif scene == "arch":
        arch = [*ellipse(500, 420, 300, 300, 180, 360), (800, 1000), (200, 1000)]
        pen.polygon(at(arch), fill=dark(wall, 0.11))
    elif scene == "half":
        pen.polygon(at(box(0, 0, 400, 1000)), fill=dark(wall, 0.08))
    if not hung:
        table = _ramp([light(wall, 0.30), light(wall, 0.18), dark(wall, 0.02)], (small, small - floor), downward=True)
        image.paste(table, (0, floor))
        pen.line([(0, floor), (small, floor)], fill=dark(wall, 0.12), width=1)
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    veil = Image.new("L", (small, small), 0)
    light_pen = ImageDraw.Draw(veil)
    if scene == "window":
        for dx in (0, 190):
            for dy in (0, 235):
                x, y = 330 + dx + dy * 0.28, 90 + dy + dx * 0.16
                pane = [(x, y), (x + 165, y + 26), (x + 227, y + 236), (x + 62, y + 210)]
                light_pen.polygon(at(pane), fill=120)
        veil = veil.filter(ImageFilter.GaussianBlur(4))
    else:
        light_pen.ellipse(tuple(v * ratio for v in (-250, -250, 650, 600)), fill=70)
        veil = veil.filter(ImageFilter.GaussianBlur(50))
    image.paste((255, 249, 232), (0, 0), veil)
    edge = Image.radial_gradient("L").resize((small, small)).point([max(0, round((v - 150) * 0.5)) for v in range(256)])
    image.paste(dark(wall, 0.55), (0, 0), edge)
    image = image.resize((SIZE, SIZE), Image.Resampling.BILINEAR)
    return image.resize((2 * SIZE, 2 * SIZE), Image.Resampling.NEAREST)  # finish() halves it again, without a trace


@lru_cache(maxsize=1)
def _grain() -> Image.Image:
    """Return a soft, fixed noise around 128: paper."""
    chance = random.Random(1)
    tile = Image.frombytes("L", (250, 250), chance.randbytes(62_500)).filter(ImageFilter.GaussianBlur(1.3))
    tile = tile.point([max(0, min(255, round(128 + (v - 128) * 0.04))) for v in range(256)])
    whole = Image.new("L", (SIZE, SIZE))
    for x in range(0, SIZE, 250):
        for y in range(0, SIZE, 250):
            whole.paste(tile, (x, y))
    return Image.merge("RGB", (whole, whole, whole))


__all__ = ["FLOOR", "SCALE", "SIZE", "Paint", "Shape", "Stage", "box", "ellipse", "path"]
