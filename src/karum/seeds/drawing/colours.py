"""Named colours of the demo's pictures, and the small arithmetic on them. Colours are (red, green, blue), 0-255."""

RGB = tuple[int, int, int]

NAMED: dict[str, str] = {
    "white": "#fbf8f1", "cream": "#f5ead3", "ivory": "#efe3cb", "linen": "#e6d9c2", "sand": "#dcc39a",
    "oat": "#cdb58f", "straw": "#dcb866", "honey": "#d9962b", "amber": "#c9761b", "ochre": "#c98a2e",
    "mustard": "#d5a021", "saffron": "#eba52b", "lemon": "#f0cf57", "apricot": "#f0b07c", "peach": "#f3c6a5",
    "coral": "#e5765a", "terracotta": "#c4623f", "clay": "#b8694a", "rust": "#a2482a", "brick": "#8f3b2b",
    "red": "#bb3730", "crimson": "#9c2436", "wine": "#6d2138", "rose": "#d4798a", "blush": "#eec3bc",
    "pink": "#e59aa8", "plum": "#6f3a5d", "aubergine": "#43263f", "lilac": "#b6a0cf", "violet": "#6b5299",
    "indigo": "#2f3a73", "navy": "#22305a", "denim": "#4a6794", "blue": "#2f6db0", "cobalt": "#24499a",
    "sky": "#9cc4dd", "ice": "#d3e4ea", "teal": "#2b7a7d", "sea": "#4a9c9b", "mint": "#b5d8c2", "sage": "#a3b592",
    "olive": "#7c7f3f", "moss": "#5c7142", "forest": "#2f533f", "pine": "#1f3d36", "leaf": "#6f9a4c",
    "lime": "#b9c45a", "cocoa": "#4b2c20", "coffee": "#3c261c", "walnut": "#6d4930", "chestnut": "#854a2b",
    "oak": "#b98b58", "birch": "#e2c599", "maple": "#cf9f66", "ebony": "#2b2421", "charcoal": "#39393d",
    "ink": "#24262e", "slate": "#5d6873", "stone": "#a9a397", "ash": "#c9c4b9", "silver": "#c5cad0",
    "brass": "#c9a24c", "gold": "#d8ab42", "copper": "#bd7348", "tan": "#b9814f", "kraft": "#c39b6c",
    "butter": "#f6e3a4", "turquoise": "#3fb0ac",
}  # fmt: skip

# Walls behind the still lifes: warm, of medium lightness, a few cool ones for contrast.
BACKDROPS = (
    "#efd9bd", "#f0cfae", "#e9c3a0", "#e3b291", "#f3dcc0", "#ecd6b0", "#e6c98f", "#dcc7a6", "#d8b9a0",
    "#cfd8c4", "#c3d1bd", "#b9ccc3", "#c5d6d6", "#b9cdd6", "#d5cfdc", "#e8c7be", "#e3b7ab", "#f2d7cb",
)  # fmt: skip


def rgb(name: str) -> RGB:
    """Return the colour of a name of this file or of ``#rrggbb``; KeyError for an unknown name."""
    value = name if name.startswith("#") else NAMED[name]
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """Return ``first`` with ``share`` (0 to 1) of ``second``."""
    kept = 1.0 - share
    return (
        round(first[0] * kept + second[0] * share),
        round(first[1] * kept + second[1] * share),
        round(first[2] * kept + second[2] * share),
    )


def light(colour: RGB, share: float) -> RGB:
    """A lighter, slightly warm tone."""
    return mix(colour, (255, 250, 238), share)


def dark(colour: RGB, share: float) -> RGB:
    """A darker tone that leans to a warm violet, as shade does in daylight."""
    return mix(colour, (38, 22, 40), share)


def distance(first: RGB, second: RGB) -> float:
    """Return how different two colours look: 0 (same) to about 760; weighted as the eye weighs ("redmean")."""
    mean = (first[0] + second[0]) / 2
    red, green, blue = (first[i] - second[i] for i in range(3))
    return float(((2 + mean / 256) * red * red + 4 * green * green + (2 + (255 - mean) / 256) * blue * blue) ** 0.5)


def backdrop(colours: list[RGB], pick: int) -> RGB:
    """Return a wall that stands well apart from the object's main colours; ``pick`` chooses among the good ones."""
    walls = [rgb(value) for value in BACKDROPS]
    walls.sort(key=lambda wall: -min(distance(wall, colour) for colour in colours[:2]))
    return walls[pick % 9]
