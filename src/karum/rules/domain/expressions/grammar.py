"""The grammar of duty expressions (LALR), from the tariff's words to a Duty.

Read are the forms of the US schedule (``1.1¢ each + 6.4%``, ``5.7¢/kg on drained weight + 8%``), of the UK's and the
EU's files (``13.8% MIN 13 GBP/DTN MAX 15 GBP/DTN - 7 GBP/DTN``, ``9.000 % + EA MAX 24.200 % + ADSZ``, entry prices
``Cond: V 52.600 EUR/DTN(01):12.000 % ; ...``), of Canada's (``238% but not less than $5.91/kg``) and of our own. ``+``
and ``-`` belong to the group that they stand in, as in TARIC (duty expressions 01, 04, 36 plain; 15 minimum; 17 and 35
maximum).
"""

import re
from typing import Any

from lark import Lark, Token, Transformer

from karum.rules.domain.expressions.units import COMPONENTS, UNITS

_GRAMMAR = r"""
start: duty
     | duty (_OR duty)+ _BY?                -> choices
     | _COND step (";" step)*               -> entry_price
     | _COND proof (";" proof)+             -> by_proof

duty: _plain (least | most)*
_plain: free | ordinary | sum
free: _FREE
ordinary: _ORDINARY signed*
sum: leading signed*
leading: SIGN? _term
signed: SIGN _term
least: _MIN sum
most: _MAX sum
_term: _A_DUTY_OF? (percent | specific | degrees | component)

percent: NUMBER _PERCENT (_OF PART)?
specific: _money _unit
degrees: _money _unit _DEGREES
component: COMPONENT ACTION?
_money: NUMBER CURRENCY | CURRENCY NUMBER | NUMBER CENTS | SYMBOL NUMBER
_unit: _PER? UNIT (_PER? QUALIFIER | (_OF | _PER) PART)?

step: _PRICE NUMBER CURRENCY _PER? UNIT QUALIFIER? ACTION? ":" duty
proof: _LETTER _CERTIFICATE? ACTION ":" duty?

_FREE: /(free|nil|nihil)\b/i
_ORDINARY: /the duty provided (for )?in ?the applicable subheading|no change|no additional duty/i
_A_DUTY_OF: /a duty of\b/i
_MIN.2: /MIN\b|,? ?but not less than/i
_MAX.2: /MAX\b|,? ?but not (more than|exceeding)/i
_OR: /(or|to)\b/i
_BY: /,? ?by [a-z ]+/i
SIGN: /[+\-\u2212\u2013]|(plus|minus|less)\b/i
NUMBER: /\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?|\.\d+/
_PERCENT: /(%|per ?cent\b)( ?ad val(orem\b|\.)?)?/i
CURRENCY: /(?!MIN|MAX|EAR)[A-Z]{3}(?![A-Za-z])/
SYMBOL: /[$£€]/
CENTS: /¢|cents?\b/i
_PER.2: /\/|per\b/i
_OF: /(up)?on( the value of)?( the)?\b|of( the value of)?( the)?\b/i
PART: /[a-z](?:(?!\s*(?:[+;]|\s-\s|,?\s(?:MIN|MAX|but not|plus|minus|less|or (?:free|\d))\b))[a-z ,.'\/-])*/i
_DEGREES: /for each degree under 100 degrees( \(and fractions ?of a degree in proportion\))?/i
COMPONENT.3: /EAR?\b|AD ?S\/?ZR?\b|AD ?F\/?MR?\b/
QUALIFIER.2: /[A-Z](?![A-Za-z0-9])/
_COND: /Cond:/i
_PRICE.2: /[VL](?= ?[\d.])/
_LETTER: /[A-Z](?= ?(cert|\())/
_CERTIFICATE: /cert: ?[A-Z]-[0-9A-Z]+/
ACTION: /\(\d+\)/
%import common.WS
%ignore WS
"""


def parser(reader: Transformer[Token, Any]) -> Lark:
    """Return a parser that gives its parts to ``reader`` as it goes. Making one takes some 40 ms."""
    unit = f"UNIT: /{_spellings()}/i"
    return Lark(f"{_GRAMMAR}\n{unit}\n", parser="lalr", transformer=reader, maybe_placeholders=False)


def _spellings() -> str:
    words = {word for name, unit in UNITS.items() if name not in COMPONENTS for word in (name, *unit.words)}
    found = (
        re.escape(word).replace(r"\ ", " ?").replace("/", r" ?(\/|per\b) ?").replace("%", "% ?")
        for word in sorted(words, key=len, reverse=True)
    )
    return rf"({'|'.join(found)})(?![A-Za-z0-9])\.?"
