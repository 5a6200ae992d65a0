"""The hub's terms, read from ``data/terms.toml``: those in force, and those under which an order was placed."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from karum.orders.domain.clocks import Terms

if TYPE_CHECKING:
    from karum.orders.models import Order

_FILE = Path(__file__).parent / "data" / "terms.toml"


@cache
def all_terms() -> dict[str, Terms]:
    """Every version, the newest last. Raises TypeError when one lacks a term."""
    rows = tomllib.loads(_FILE.read_text())["terms"]
    return {row["version"]: Terms(**row) for row in rows}


def terms() -> Terms:
    """The terms for orders placed now: the last in the file."""
    return list(all_terms().values())[-1]


def terms_of(row: "Order") -> Terms:
    """The terms under which an order was placed; those in force where it names none."""
    return all_terms().get(json.loads(row.facts).get("terms", ""), terms())
