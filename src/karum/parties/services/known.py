"""What the hub knows of a person, for her own eyes: each package says its part.

A package puts its part into ``<package>/known.py``::

    @known("orders")
    def orders(person: Person) -> Any: ...      # JSON values; dates and amounts as text
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from karum.parties.models import Person

Part = Callable[[Person], Any]
_parts: dict[str, Part] = {}


def known(name: str) -> Callable[[Part], Part]:
    """Enter a part under a name, which stands in the file."""

    def enter(part: Part) -> Part:
        assert _parts.get(name, part).__module__ == part.__module__, f"two parts are called {name}"
        _parts[name] = part
        return part

    return enter


def all_known(person: Person, *, now: datetime) -> dict[str, Any]:
    """Everything that is known of the person, part by part, as JSON values."""
    for config in apps.get_app_configs():
        if config.name.startswith("karum.") and module_has_submodule(config.module, "known"):
            import_module(f"{config.name}.known")
    return {"written_at": now.isoformat(), **{name: part(person) for name, part in sorted(_parts.items())}}
