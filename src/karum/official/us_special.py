"""The special column of the US tariff: which rate for which programmes.

``Free (A+,AU,BH) 5% (KR) See 9903.04.25 (CO,PE)`` states three rates. The rate's words stay as the tariff has them;
the symbols are those of general note 3(c)(i) of the Harmonized Tariff Schedule ("A+", "E*", "KR").
"""

import re

_SYMBOL = r"[A-Z]{1,2}[+*#]?"
_SYMBOLS = re.compile(rf"\(\s*({_SYMBOL}(?:[\s,.;]+{_SYMBOL})*)[\s,.;]*\)")
_ONE = re.compile(_SYMBOL)


def split_special(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each rate with the symbols of its programmes, in the order of the column.

    A rate that names no programme has no symbols: it holds for whatever the line itself says. Runs of blanks count as
    one. Brackets that hold anything else than symbols ("note 3(e)") belong to the rate's words.
    """
    pairs = []
    at = 0
    for listed in _SYMBOLS.finditer(text):
        words = _words(text[at : listed.start()])
        pairs.append((words, tuple(_ONE.findall(listed[1]))))
        at = listed.end()
    if rest := _words(text[at:]):
        pairs.append((rest, ()))
    return pairs


def _words(text: str) -> str:
    return " ".join(text.split()).strip(" ,;")
