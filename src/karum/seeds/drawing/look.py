"""What a product's picture is made from, and the register of the drawers."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from karum.seeds.drawing.colours import RGB, dark, light
from karum.seeds.drawing.patterns import texture
from karum.seeds.drawing.stage import Stage


@dataclass(frozen=True, slots=True)
class Look:
    """Colours (main first), a pattern, a form of the kind ("tall", "round", ...) and a mark for labels."""

    colours: tuple[RGB, ...]
    pattern: str = "plain"
    form: str = ""
    mark: str = "leaf"

    @property
    def main(self) -> RGB:
        return self.colours[0]

    def colour(self, index: int) -> RGB:
        """Return a colour by place; tones of the main colour stand in for those not given."""
        if index < len(self.colours):
            return self.colours[index]
        return (light(self.main, 0.55), dark(self.main, 0.35), light(self.main, 0.3))[index % 3]

    @property
    def paint(self) -> RGB | Image.Image:
        """The main colour, or its pattern as a texture."""
        return self.main if self.pattern == "plain" else texture(self.pattern, self.colours)

    def woven(self, pattern: str, *places: int) -> Image.Image:
        """Return a texture of another pattern in the colours at those places."""
        return texture(pattern, tuple(self.colour(n) for n in places or (0, 1, 2)))


Drawer = Callable[[Stage, Look], None]
DRAWERS: dict[str, Drawer] = {}
ZOOMS: dict[str, float] = {}
HUNG: set[str] = set()


def drawer(kind: str, zoom: float = 1.0, *, hung: bool = False) -> Callable[[Drawer], Drawer]:
    """Register the function that draws this kind of thing.

    zoom: how much larger than drawn it is shown. hung: it hangs on a wall or lies under the eye, so no table is seen.
    """

    def keep(function: Drawer) -> Drawer:
        DRAWERS[kind] = function
        ZOOMS[kind] = zoom
        if hung:
            HUNG.add(kind)
        return function

    return keep
