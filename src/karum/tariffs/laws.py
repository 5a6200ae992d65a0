"""Read the laws of the official tariffs: one small file for each system. Each is read once, when it is asked for."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from karum.rules.files import groups
from karum.tariffs.domain.laws import Footnoted, Law, Need, Scheme

DATA = Path(__file__).parent / "data"


@cache
def law_of(system: str) -> Law | None:
    """Return the law of one tariff ("US", "EU", "GB", "CA"); None when there is none."""
    path = DATA / f"{system}.toml"
    if not path.exists():
        return None
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    column2 = raw.get("column2")
    return Law(
        system=system,
        title=raw["title"],
        url=raw["url"],
        dollar=raw.get("dollar", "USD"),
        everyone=frozenset(raw["everyone"]),
        roles={type_: role for role, types in raw["roles"].items() for type_ in types},
        schemes={area: _scheme(table) for area, table in raw.get("schemes", {}).items()},
        not_in_force=frozenset(raw.get("not_in_force", ())),
        column2=(column2["code"], _countries(column2["origins"])) if column2 else None,
        footnoted=tuple(
            Footnoted(tuple(table["prefixes"]), table["code"], _countries(table["origins"]))
            for table in raw.get("footnoted", ())
        ),
        without_footnotes=frozenset(raw.get("without_footnotes", ())),
        needs={
            type_: Need(table["status"], tuple(table.get("needs", ()))) for type_, table in raw.get("needs", {}).items()
        },
    )


def _scheme(table: dict[str, Any]) -> Scheme:
    return Scheme(table.get("code", ""), _countries(table.get("origins", ())), table.get("proof", ""))


def _countries(names: list[str]) -> frozenset[str]:
    """Countries, with groups of the rule files written out: ``@EU``."""
    found: set[str] = set()
    for name in names:
        found |= set(groups()[name[1:]]) if name.startswith("@") else {name}
    return frozenset(found)
