"""Facts about the world that search uses, from files."""

import tomllib
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import to_locale

from karum.catalogue.domain.synonyms import concepts, name_in
from karum.text.folding import split

_DATA = Path(__file__).parent.parent / "data"


@cache
def small_countries() -> frozenset[str]:
    """Return the codes of the countries behind "from small countries"; the rule is in data/small_countries.toml."""
    lists = tomllib.loads((_DATA / "small_countries.toml").read_text())
    return frozenset([*lists["least_developed"], *lists["small_islands"]])


@cache
def material_key(material: str, language: str) -> str:
    """Return a material as filters name it: in English where a synonym tells it, folded, with hyphens."""
    named = concepts(material, language)
    english = name_in(named[0], "en") if len(named) == 1 else ""
    return "-".join(split(english or material))[:60].strip("-")


@cache
def country_names(country: str) -> list[tuple[str, str]]:
    """Return a country's names in the hub's languages: (language, name)."""
    names = []
    for language, _ in settings.LANGUAGES:
        try:
            name = Locale.parse(to_locale(language)).territories.get(country)
        except UnknownLocaleError:
            continue
        if name:
            names.append((language, name))
    return names
