"""The hub's terms in force, read from ``data/terms.toml``."""

import tomllib
from functools import cache
from pathlib import Path

from karum.orders.domain.clocks import Terms

_FILE = Path(__file__).parent / "data" / "terms.toml"


@cache
def terms() -> Terms:
    """The terms for orders placed now. Raises TypeError when the file lacks one."""
    return Terms(**tomllib.loads(_FILE.read_text()))
