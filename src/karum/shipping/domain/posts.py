"""The designated postal operators of the world, as far as ``data/posts.json`` knows them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "posts.json"


@dataclass(frozen=True, slots=True)
class Post:
    """``track`` is the address that shows one item, with {} for its number; empty where none is known."""

    name: str
    track: str


def post(country: str) -> Post:
    """Return the post of ``country`` (ISO alpha-2); both fields are empty where it is not known."""
    return _posts().get(country, Post("", ""))


@cache
def _posts() -> dict[str, Post]:
    return {country: Post(**facts) for country, facts in json.loads(_FILE.read_text("utf-8"))["posts"].items()}
