"""From the words of a tariff to a Duty."""

from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple, cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from karum.rules.domain.expressions.grammar import parser
from karum.rules.domain.expressions.units import QUALIFIERS, SPELLINGS, spelling
from karum.rules.domain.expressions.values import FREE, ZERO, Component, Duty, Group, Step

LONGEST = 4000  # characters; no tariff's expression comes near, and nobody's request may keep us busy

# Words for all of the goods, where others name a part of them ("on the case").
_WHOLE = frozenset({"value", "customs value", "full value of the imported article", "entire set", "goods"})


@lru_cache(maxsize=16_384)
def parse_duty(text: str, dollar: str = "USD") -> Duty:
    """Return the duty that ``text`` states; a text that is not understood gives a Duty that is not ``known``.

    dollar: the currency that ``$`` and ``¢`` mean in this tariff.
    """
    own = text.strip()
    words = " ".join(own.split()).rstrip(".")
    if not words or len(words) > LONGEST:
        return Duty(own, False)
    try:
        read = cast("Duty", _parser(dollar).parse(words))  # no tree: the reader has made it a Duty
    except UnexpectedInput:
        return Duty(own, False)
    return replace(read, text=own)


@cache
def _parser(dollar: str) -> Lark:
    return parser(_Reader(dollar))


class _Bound(NamedTuple):
    is_least: bool
    group: Group


class _Reader(Transformer[Token, Duty]):
    """Builds values from the leaves of the parser's tree up; each method bears the name of a rule of the grammar."""

    def __init__(self, dollar: str) -> None:
        super().__init__()
        self._symbols = {"$": dollar, "£": "GBP", "€": "EUR"}

    def start(self, duties: list[Duty]) -> Duty:
        return duties[0]

    def choices(self, duties: list[Duty]) -> Duty:
        return _one_of(duties)

    def entry_price(self, steps: list[Step]) -> Duty:
        return Duty("", True, steps=tuple(steps))

    def by_proof(self, offered: list[Duty | None]) -> Duty:
        return _one_of([duty for duty in offered if duty is not None])

    def step(self, words: "list[Token | Duty]") -> Step:
        duty = words.pop()
        assert isinstance(duty, Duty)
        (price,) = self.specific([word for word in words if isinstance(word, Token)])
        return Step(price, duty)

    def proof(self, words: "list[Token | Duty]") -> Duty | None:
        return words[-1] if isinstance(words[-1], Duty) else None

    def duty(self, parts: "list[Duty | Group | _Bound]") -> Duty:
        plain, *bounds = parts
        least = tuple(part.group for part in bounds if isinstance(part, _Bound) and part.is_least)
        most = tuple(part.group for part in bounds if isinstance(part, _Bound) and not part.is_least)
        if isinstance(plain, Duty):
            return replace(plain, minima=least, maxima=most)
        return Duty("", True, plain, least, most)  # type: ignore[arg-type]  # a Group, which is a bare tuple

    def free(self, _: list[Token]) -> Duty:
        return Duty("", True, FREE)

    def ordinary(self, added: list[Group]) -> Duty:
        return Duty("", True, self.sum(added), on_ordinary=True)

    def sum(self, groups: list[Group]) -> Group:
        return tuple(part for group in groups for part in group)

    def least(self, groups: list[Group]) -> _Bound:
        return _Bound(True, groups[0])

    def most(self, groups: list[Group]) -> _Bound:
        return _Bound(False, groups[0])

    def signed(self, words: "list[Token | Group]") -> Group:
        group = words[-1]
        assert not isinstance(group, Token)
        if len(words) == 1 or words[0] in ("+", "plus"):
            return group
        return tuple(_minus(part) for part in group)

    leading = signed

    def percent(self, words: list[Token]) -> Group:
        of = _part(words[1]) if len(words) > 1 else ""
        return (Component(_decimal(words[0]) / 100, ZERO, "", "", of),)

    def component(self, words: list[Token]) -> Group:
        code = "".join(letter for letter in words[0] if letter.isalpha())
        return (Component(None, Decimal(1), "EUR", code),)

    def specific(self, words: list[Token]) -> Group:
        of = {word.type: word for word in words}
        amount = _decimal(of["NUMBER"])
        if "CENTS" in of:
            amount, currency = amount / 100, self._symbols["$"]
        else:
            currency = str(of["CURRENCY"]) if "CURRENCY" in of else self._symbols[of["SYMBOL"]]
        part = of.get("QUALIFIER", of.get("PART"))
        return (Component(None, amount, currency, SPELLINGS[spelling(of["UNIT"])], _part(part) if part else ""),)

    def degrees(self, words: list[Token]) -> Group:
        """So much per kg for each degree under 100: a hundred times as much per kg, less so much per kg and degree."""
        (each,) = self.specific(words)
        return (each._replace(amount=each.amount * 100), _minus(each._replace(unit=f"{each.unit}/degree")))


def _one_of(duties: list[Duty]) -> Duty:
    """A duty that is one of several, and the text does not say which; their rates are kept where all are rates."""
    rates = [duty.rate for duty in duties if duty.rate is not None and not duty.on_ordinary]
    return Duty("", False, choices=tuple(rates) if len(rates) == len(duties) else ())


def _minus(part: Component) -> Component:
    if part.share is not None:
        return part._replace(share=-part.share)
    return part._replace(amount=-part.amount)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _part(words: str) -> str:
    named = " ".join(words.split()).strip(" ,.")
    return "" if named in _WHOLE else QUALIFIERS.get(named, named)
