"""The reasons of the rules in the page's language."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from karum.money import Money, in_use, parse
from karum.rules import Reason
from karum.runtime import wording

_MODES = frozenset(["post", "courier", "air", "sea", "road"])
_RATE = re.compile(r"(\d{1,4}(?:\.\d{1,8})?) %")
_AMOUNT = re.compile(r"([A-Z]{3}) (\d{1,12}(?:\.\d{1,4})?)")


def reason_text(reason: Reason) -> str:
    """A reason of the rules in the page's language."""
    return reason.say(gettext, param_text)


def param_text(value: object) -> str:
    """What stands in a reason's place: a rate (a fraction), an amount, a day, a country, a way to send, or a word."""
    match value:
        case Decimal():
            return wording.percent_text(value)
        case Money():
            return wording.money_text(value)
        case date():
            return wording.long_day_text(value)
        case str() if len(value) == 2 and value.isupper():
            return wording.country_text(value)
        case str() if _MODES.issuperset(modes := re.split(r", | / ", value)):
            return ", ".join(gettext(mode) for mode in modes)
        case str():
            return _frozen_text(value)
        case _:
            return wording.isolated(str(value))


def _frozen_text(text: str) -> str:
    """What a receipt froze in plain English, ``12 %`` or ``GBP 135.00``, as the page writes it."""
    if rate := _RATE.fullmatch(text):
        return wording.percent_text(Decimal(rate[1]) / 100)
    if (amount := _AMOUNT.fullmatch(text)) and in_use(amount[1]):
        return wording.money_text(parse(amount[2], amount[1]))
    return wording.isolated(text)
