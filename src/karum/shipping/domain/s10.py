"""UPU S10 item numbers: ``RR123456785GB``, two letters, eight digits, a check digit, the country of posting.

Source: UPU technical standard S10-12, Identification of postal items: 13-character identifier.
"""

import re

_SHAPE = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def check_digit(serial: str) -> int:
    """Return the check digit of an eight-digit serial number: 11 - weighted sum mod 11, with 10 -> 0 and 11 -> 5."""
    if len(serial) != 8 or not (serial.isascii() and serial.isdigit()):
        raise ValueError(f"{serial!r} is not a serial number of eight digits")
    found = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(found, found)


def make(service: str, serial: int, country: str) -> str:
    """Return an S10 number. ``service``: two letters (RR registered letter, CP parcel, EE express, UA untracked)."""
    digits = f"{serial:08d}"
    number = f"{service}{digits}{check_digit(digits)}{country}"
    if not _SHAPE.fullmatch(number):
        raise ValueError(f"{number!r} is not an S10 number: two letters, eight digits, a country of two letters")
    return number


def is_s10(number: str) -> bool:
    """Whether ``number`` (capitals, no spaces) has the shape of S10 and the right check digit."""
    found = _SHAPE.fullmatch(number)
    return found is not None and check_digit(found[2]) == int(found[3])


def looks_like_s10(number: str) -> bool:
    """Whether ``number`` has the shape of S10, whatever its check digit."""
    return _SHAPE.fullmatch(number) is not None


def spaced(number: str) -> str:
    """Write the number as it stands under its barcode: ``RR 123 456 785 GB``."""
    return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}"
