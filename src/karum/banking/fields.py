"""Fields of statements: an amount, a day, an account."""

import hashlib
import re
from datetime import date

from karum.money import BadAmount, BadCurrency, Money, parse


class Unusable(ValueError):
    """A field that cannot be read; the text says why."""


def money(text: str, currency: str, *, out: bool = False) -> Money:
    """``out``: it left the account, so it is below zero. Raises Unusable."""
    if not text.isascii():
        raise Unusable(f"{text[:40]!r} is no amount.")
    try:
        amount = parse(text.strip(), currency.strip())
    except (BadAmount, BadCurrency) as error:
        raise Unusable(f"{error}."[:200]) from error
    return -amount if out else amount


def day(text: str) -> date:
    """A day as ISO 8601 writes it, with or without the time. Raises Unusable."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Unusable(f"{text[:40]!r} is no day; a day is written like 2026-11-21.") from None


def account(text: str) -> str:
    """Without spaces, in capitals."""
    return re.sub(r"[\s\-.]", "", text).upper()[:40]


def made_up_id(*parts: object) -> str:
    """An id for a movement to which the bank gave none: the same for the same words."""
    return "x" + hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:30]
