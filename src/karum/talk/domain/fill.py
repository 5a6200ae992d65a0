"""Saved replies: a text with a few places that the desk fills. Pure."""

import re
from collections.abc import Mapping

PLACES = ("name", "shop", "product", "order")
"""What a shop may write in braces: ``{name}``."""
_PLACE = re.compile(r"\{([a-z]+)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its known places filled; what is not known stays as it was written. Nothing is filled twice."""
    return _PLACE.sub(lambda found: values.get(found.group(1)) or found.group(0), text)


def unknown_places(text: str) -> list[str]:
    """Places in the text that no desk can fill."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in PLACES]
