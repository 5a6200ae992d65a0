"""Writing figures, dates, names and addresses for a paper in one language.

Numbers and dates follow CLDR for the language; codes, numbers of things and money keep Latin digits, because they are
read by customs of another country too.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from karum.money import Money, exponent
from karum.parties.domain import format_address, show_phone
from karum.shipping.domain.papers import Language, Party

RIGHT_TO_LEFT = frozenset({"ar"})
SHORT_NAMES = {"eori": "EORI", "ioss": "IOSS", "lei": "LEI", "abn": "ABN", "gstin": "GSTIN", "cnpj": "CNPJ"}
_NOT_ON_PAPERS = frozenset({"iban"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")
_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))
# Isolates around what people wrote, so that it keeps its own direction in a right-to-left line (UAX 9).
_ISOLATE, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"
# A word longer than any real one gets places to break, so that it stays in its box.
_ENDLESS, _BREAK = re.compile(r"([^\W\d_一-鿿]{28}|[\dA-Za-z_./-]{28})(?=\S)"), "\u200b"


class Writer:
    """Writes weights, amounts, dates and names for one language."""

    def __init__(self, language: Language) -> None:
        self.locale = _locale(language)
        self.isolates = language in RIGHT_TO_LEFT

    def amount(self, money: Money) -> str:
        digits = exponent(money.currency)
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return self.code(format_decimal(money.decimal, pattern, self.locale, numbering_system="latn"))

    def kg(self, grams: int) -> str:
        return self.code(format_decimal(Decimal(grams) / 1000, "#,##0.000", self.locale, numbering_system="latn"))

    def count(self, number: int) -> str:
        return format_decimal(number, "#,##0", self.locale, numbering_system="latn")

    def day(self, day: date) -> str:
        return format_date(day, "long", self.locale)

    def country(self, code: str) -> str:
        return f"{self.locale.territories.get(code, code)} ({code})"

    def code(self, text: str) -> str:
        """Return a number, code or measure so that a right-to-left line keeps its order."""
        return f"{_LEFT_TO_RIGHT}{text}{_END}" if self.isolates and text else text

    def said(self, text: str) -> str:
        """Return what a person wrote, fit to print: signs without letters (emoji) and control characters left out."""
        clean = _ENDLESS.sub(rf"\1{_BREAK}", printable(text))
        return f"{_ISOLATE}{clean}{_END}" if self.isolates and clean else clean

    def address(self, party: Party) -> list[str]:
        address = party.address
        names = dict.fromkeys((party.trade_name, address.company or address.name))  # each once, in this order
        place = format_address(replace(address, name="", company=""), international=True)
        return [self.said(line) for line in (*names, *place) if line]

    def reach(self, party: Party) -> list[str]:
        """Whom to call: a business's person, then the phone and the e-mail address."""
        address = party.address
        person = address.name if address.company and address.name != address.company else ""
        phone = show_phone(address.phone) if address.phone else ""
        return [self.said(person), self.code(phone), self.code(party.email)]

    def identifiers(self, party: Party) -> list[list[str]]:
        return [
            [SHORT_NAMES.get(scheme, scheme), self.code(value)]
            for scheme, value in party.identifiers
            if scheme not in _NOT_ON_PAPERS
        ]


def _locale(language: Language) -> Locale:
    """CLDR's locale of a paper; English is the world's, with the day before the month."""
    return Locale.parse({"en": "en_GB", "zh-hans": "zh_Hans"}.get(language, language))


def printable(text: str) -> str:
    """Return ``text`` without emoji and other pictures, control characters and invisible marks; gaps become one.

    Signs of text such as the degree and the trade mark stay, and so do the joiners that some scripts spell with.
    """
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter.isspace() or letter in _JOINERS or not _is_picture(letter)
    )
    return re.sub(r" +", " ", kept).strip()


def _is_picture(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in _INVISIBLE or (category in {"So", "Sk"} and letter >= "\u2190") or letter in _VARIATIONS


def shortened(text: str, letters_max: int) -> str:
    """Return ``text`` in at most ``letters_max`` letters, cut between words; the invoice beside it has all of it."""
    if len(text) <= letters_max:
        return text
    cut = text[: letters_max - 1]
    return (cut.rsplit(" ", 1)[0] or cut).rstrip(" ,;.") + "…"


def hs_text(code: str) -> str:
    """Write an HS code in its groups: ``0901210000`` -> ``0901.21.00.00``."""
    rest = [code[at : at + 2] for at in range(4, len(code), 2)]
    return ".".join([code[:4], *rest])
