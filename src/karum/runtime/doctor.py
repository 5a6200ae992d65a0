"""The doctor's register: checks that look at a running or resting hub and say what to do.

A package puts its checks into ``<package>/checks.py``; each is a function without arguments that returns one Finding.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.db import OperationalError, connection
from django.utils.module_loading import module_has_submodule
from psycopg.errors import UndefinedTable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """``said`` is what was seen and ``do`` what to do about it, in sentences. ``mild``: not fine, but no harm yet."""

    ok: bool
    said: str
    do: str = ""
    mild: bool = False

    @classmethod
    def good(cls, said: str) -> "Finding":
        return cls(True, said)

    @classmethod
    def warn(cls, said: str, do: str) -> "Finding":
        return cls(False, said, do, mild=True)

    @classmethod
    def bad(cls, said: str, do: str) -> "Finding":
        return cls(False, said, do)

    @property
    def state(self) -> str:
        """``ok``, ``warn`` or ``bad``."""
        if self.ok:
            return "ok"
        return "warn" if self.mild else "bad"


Check = Callable[[], Finding]
_checks: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a check under ``name``, the words that people read before its finding."""

    def register(function: Check) -> Check:
        assert _checks.get(name, function).__module__ == function.__module__, f"two checks are called {name}"
        _checks[name] = function
        return function

    return register


def examine() -> dict[str, Finding]:
    """Run every check and return the findings in order. A check that breaks is a bad finding, not a crash."""
    for config in apps.get_app_configs():
        if config.name.startswith("karum.") and module_has_submodule(config.module, "checks"):
            import_module(f"{config.name}.checks")
    findings: dict[str, Finding] = {}
    for name, function in _checks.items():
        try:
            findings[name] = function()
        except OperationalError as error:
            connection.close()
            findings[name] = Finding(False, f"The database does not answer: {_first_line(error)}", "See 'database'.")
        except Exception as error:
            if isinstance(error.__cause__, UndefinedTable):
                findings[name] = Finding.bad("Its tables are not there yet.", "Run: karum migrate")
                continue
            log.debug("The check %s broke.", name, exc_info=True)
            findings[name] = Finding(
                False,
                f"This could not be checked: {type(error).__name__}: {_first_line(error)}",
                "Please report this, with the output of: LOG_LEVEL=DEBUG karum doctor",
            )
    return findings


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]
