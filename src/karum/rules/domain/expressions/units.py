"""Units of specific duties: which facts about the goods they need, and how tariffs write them.

Facts are named by UN/ECE codes as TARIC uses them: ``KGM`` kilograms, ``LTR`` litres, ``LPA`` litres of pure alcohol,
``NAR`` pieces, ``NPR`` pairs, ``MTK`` square metres. Check: TARIC measurement units, Regulation (EU) 2658/87 annex I.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple


class Unit(NamedTuple):
    """The ``facts`` multiplied, divided by ``size``, give how many units there are. ``words``: spellings besides it."""

    facts: tuple[str, ...]
    size: Decimal
    words: tuple[str, ...] = ()


def _unit(fact: str, size: int | str, *words: str) -> Unit:
    return Unit((fact,), Decimal(size), words)


# TARIC's agricultural components and additional duties on sugar and flour, with the reduced ones: EUR per 100 kg by
# composition, from the table that the tariff refers to (additional codes 7000 to 7999).
COMPONENTS = ("EA", "EAR", "ADSZ", "ADSZR", "ADFM", "ADFMR")

# A blank in a spelling may be left out; "/" may be written "per"; a stop may follow.
UNITS: Mapping[str, Unit] = {
    "kg": _unit("KGM", 1, "kgm", "kilogram", "kilogramme", "clean kg"),
    "100 kg": _unit("KGM", 100, "dtn", "hectokilogram"),
    "t": _unit("KGM", 1000, "tne", "tonne", "1000 kg", "1,000 kg", "metric ton"),  # codespell:ignore tne
    "g": _unit("KGM", "0.001", "grm", "gram", "gramme"),
    "carat": _unit("CTM", 1, "ctm", "c/k"),
    "l": _unit("LTR", 1, "ltr", "liter", "litre"),
    "hl": _unit("LTR", 100, "hlt", "hectolitre", "100 l"),
    "1000 l": _unit("LTR", 1000, "klt", "1,000 l"),
    "bbl": _unit("LTR", "158.987294928", "barrel"),
    "LPA": _unit("LPA", 1, "l alc. 100%", "litre of pure alcohol", "litre of absolute ethyl alcohol"),
    "pf. liter": _unit("LPA", "0.5", "proof liter"),  # a proof litre holds half a litre of alcohol (HTS chapter 22)
    "% vol/hl": _unit("ASVX", 1, "asvx", "asv x", "asv/x", "%vol/hectolitre"),
    "SPQ": Unit(("LPA", "SPR"), Decimal(1)),  # UK: litres of pure alcohol x small producer's rate
    "100 kg/% sucrose": Unit(
        ("KGM", "SUC"), Decimal(100), ("dtn z", "dtn/z", "100 kg/% sacchar", "100 kg/1% sucrose")
    ),
    "kg/degree": Unit(("KGM", "POL"), Decimal(1)),  # sugar degrees of polarisation
    "item": _unit("NAR", 1, "nar", "each", "p/st", "no", "piece", "unit", "head"),
    "100 items": _unit("NAR", 100, "cen", "100 p/st", "hundred"),
    "1000 items": _unit("NAR", 1000, "mil", "1000 p/st", "1,000 p/st", "thousand", "1000", "1,000"),
    "doz": _unit("NAR", 12, "dozen"),
    "gross": _unit("NAR", 144),
    "pair": _unit("NPR", 1, "npr", "pr", "prs", "pa"),
    "doz. pr": _unit("NPR", 12, "doz. prs", "dozen pairs", "dpr"),
    "m": _unit("MTR", 1, "mtr", "metre"),
    "100 m": _unit("MTR", 100, "hmt"),
    "m2": _unit("MTK", 1, "mtk", "m²"),
    "m3": _unit("MTQ", 1, "mtq", "m³"),
    "1000 m3": _unit("MTQ", 1000, "mtq c", "1,000 m3"),
    "jewel": _unit("jewel", 1),
    # What else TARIC counts by: kilograms of one substance, cells, tonnage, energy. Each is a fact of its own.
    **{
        code: _unit(code, 1)
        for code in (
            "KAC", "KCC", "KCL", "KMA", "KMT", "KNE", "KNI", "KNS", "KPH", "KPO", "KPP", "KSD", "KSH", "KUR",
            "GFI", "NCL", "CCT", "GRT", "MWH", "TJO", "WAT", "TCE",
        )
    },
    **{code: Unit((code, "KGM"), Decimal(100)) for code in COMPONENTS},
}  # fmt: skip

# TARIC's qualifiers of a unit, and abbreviations of the UK's files for the same.
QUALIFIERS: Mapping[str, str] = {
    "A": "total alcohol",
    "E": "net drained weight",
    "F": "common wheat",
    "G": "gross weight",
    "I": "biodiesel content",
    "M": "net dry matter",
    "P": "lactic matter",
    "R": "standard quality",
    "S": "raw sugar",
    "T": "dry lactic matter",
    "net drained wt": "net drained weight",
    "drained weight": "net drained weight",
    "net eda": "net drained weight",
    "std qual": "standard quality",
    "lactic matter": "lactic matter",
    "gross": "gross weight",
    "contents and container": "gross weight",
    "entire contents and container": "gross weight",
}

# The same fact by another name, so that one is enough: per cent volume x hectolitres are litres of pure alcohol.
_SAME: Mapping[str, tuple[str, ...]] = {
    "ASVX": ("LPA",),
    "LPA": ("ASVX",),
    "KGM of gross weight": ("KGM",),  # a weight with the packing
}


def spelling(words: str) -> str:
    """Return how a unit is compared: without blanks and the last stop, small, "per" as "/"."""
    return "".join(words.lower().replace("per ", "/ ").split()).rstrip(".")


SPELLINGS: Mapping[str, str] = {
    spelling(word): name for name, unit in UNITS.items() for word in (name, *unit.words)
}  # every spelling -> name of the unit


def quantity(facts: Mapping[str, Decimal], fact: str) -> Decimal | None:
    """Return a fact about the goods, or the same under another name; None when it is not known."""
    for name in (fact, *_SAME.get(fact, ())):
        if name in facts:
            return facts[name]
    if fact in ("LPA", "ASVX") and "ASV" in facts and "LTR" in facts:
        return facts["ASV"] * facts["LTR"] / 100
    return None
