"""Whether a change of a duty concerns goods: by their code, and by the country where they were made."""

from collections.abc import Iterable
from datetime import date

from karum.rules import eu_vat
from karum.tariffs.domain.codes import significant, stands_on
from karum.tariffs.laws import law_of
from karum.tariffs.queries.areas import members_of
from karum.tariffs.queries.changes import Change

EU = "EU"


class Touched:
    """The changes of one system, ready to be asked many times."""

    def __init__(self, system: str, changes: Iterable[Change], day: date) -> None:
        self.changes = tuple(changes)
        law = law_of(system)
        self._everyone = law.everyone if law else frozenset({""})
        self._schemes = law.schemes if law else {}
        self._members = members_of(system, {change.area for change in self.changes}, day)

    @property
    def subheadings(self) -> set[str]:
        """What goods must begin with to be concerned at all: codes of 2, 4 or 6 digits."""
        return {_even(significant(change.code)[:6]) for change in self.changes if change.code}

    def of(self, hs_code: str, origin: str) -> tuple[Change, ...]:
        """The changes that concern goods of this code made there."""
        return tuple(
            change
            for change in self.changes
            if (stands_on(change.code, hs_code) or stands_on(hs_code, change.code)) and self._holds(change.area, origin)
        )

    def _holds(self, area: str, origin: str) -> bool:
        if area in self._everyone or area == origin:
            return True
        scheme = self._schemes.get(area)
        return origin in self._members.get(area, ()) or (scheme is not None and origin in scheme.origins)


def destinations_of(system: str) -> tuple[str, ...]:
    """The countries whose customs use this tariff."""
    if system != EU:
        return (system,)
    return tuple(sorted(eu_vat.members()))


def _even(code: str) -> str:
    return code[: len(code) // 2 * 2]
