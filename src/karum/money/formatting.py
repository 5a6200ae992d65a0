"""Money for people: CLDR's pattern of the locale, ISO 4217's decimals of the currency."""

import re
from functools import cache, lru_cache

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

from karum.money.currencies import exponent
from karum.money.money import Money


@lru_cache(maxsize=10_000)
def format_money(amount: Money, locale: str) -> str:
    """Return the amount as people of ``locale`` (``en``, ``fr``, ``zh_Hans``) write it: ``€19.99``, ``19,99 €``."""
    pattern = _pattern(locale, exponent(amount.currency))
    text = pattern.apply(amount.decimal, locale, currency=amount.currency, currency_digits=False)
    text = _TOUCHING.sub("\N{NO-BREAK SPACE}", text)
    text = _SIGN.sub("\\g<0>\N{LEFT-TO-RIGHT MARK}", text)
    return _MINUS.sub("\N{LEFT-TO-RIGHT MARK}\\g<0>\N{RIGHT-TO-LEFT MARK}", text)


# CLDR's currencySpacing: a space that does not break between letters and digits ("KES 20"), none beside a sign.
_TOUCHING = re.compile(r"(?<=[^\W\d_])(?=-?\d)|(?<=\d)(?=[^\W\d_])")

# A sign that ends an amount after letters ("UK£", in Arabic) stays on their right.
_SIGN = re.compile(r"(?<=[A-Z])[^\w\s]$")
# And a minus stays on the left of its digits, where the pattern begins from right to left.
_MINUS = re.compile("(?<=\N{RIGHT-TO-LEFT MARK})-[\\d.,]+")


@cache
def _pattern(locale: str, digits: int) -> NumberPattern:
    standard = Locale.parse(locale).currency_formats["standard"].pattern
    return parse_pattern(standard.replace("0.00", "0." + "0" * digits if digits else "0"))
