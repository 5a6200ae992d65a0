"""Patterns of cloth, wood, clay and paper as textures that are laid into shapes.

They are drawn at 2 pixels a unit and reduced to the stage's scale, which smooths them. The patterns themselves are in
``patterns_woven``, ``patterns_printed`` and ``patterns_matter``.

``texture(name, colours)`` is the way in. Colours: ground first, then the motif's colours.
"""

import random
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from karum.seeds.drawing.colours import RGB, dark, light
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


@lru_cache(maxsize=4)
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
