"""The reasons of the rules in the page's language."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from karum.money import Money
from karum.rules import Reason
from karum.runtime import wording

_MODES = frozenset(["post", "courier", "air", "sea", "road"])


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
        case _:
            return wording.isolated(str(value))
