"""What the words of one official tariff mean to the engine: its measure types, areas, programmes and chapter 99. Pure.

The form of the files: docs/reference/tariff-laws.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["mfn", "preference", "quota", "additional", "column2", "excise", "restriction"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """An area or programme that a preference names: the code that proofs of origin use, and its countries.

    ``origins`` empty: the area is a country, or a group whose members the tariff itself gives.
    """

    code: str
    origins: frozenset[str]
    proof: str


@dataclass(frozen=True, slots=True)
class Footnoted:
    """Additional measures that stand elsewhere in the tariff and to which a line's footnotes point."""

    prefixes: tuple[str, ...]  # of the codes in footnotes
    code: str
    origins: frozenset[str]


@dataclass(frozen=True, slots=True)
class Need:
    """What a restricting measure type asks for: a status and codes of ``rules.domain.texts.RESTRICTIONS``."""

    status: Literal["restricted", "forbidden"]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """One official tariff. ``roles``: what a measure type does; a type that is not listed does nothing to a price."""

    system: str
    title: str
    url: str
    everyone: frozenset[str]  # areas that mean all origins
    roles: Mapping[str, Role]
    schemes: Mapping[str, Scheme]
    not_in_force: frozenset[str]  # programmes that the tariff still prints although they have lapsed
    column2: tuple[str, frozenset[str]] | None  # code of the measure, and its origins
    footnoted: tuple[Footnoted, ...]
    needs: Mapping[str, Need]
    without_footnotes: frozenset[str] = frozenset()  # kinds of files that leave the footnotes out
    dollar: str = "USD"  # what "$" and "¢" mean in its duties
