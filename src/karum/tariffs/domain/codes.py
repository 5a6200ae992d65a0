"""Lines above and below a goods code, in tariffs of 8 digits (US), of 8 to 10 (CA) and padded to 10 (EU, GB).

A level has two digits. A padded tariff writes heading 6109 as 6109000000, so zero pairs at the end say nothing.
"""

SHORTEST = 6  # a request for goods names a subheading of the Harmonized System at least
LONGEST = 10


def significant(code: str) -> str:
    """``code`` without the zero pairs at its end: 6109100000 -> 610910, 6100000000 -> 61."""
    while len(code) > 2 and code.endswith("00") and not len(code) % 2:
        code = code[:-2]
    return code


def lines_above(code: str) -> tuple[str, ...]:
    """Every code under which a line above ``code``, or its own, can stand; "" is all goods."""
    steps = [code[:length] for length in range(2, len(code), 2)] + [code]
    padded = [step.ljust(LONGEST, "0") for step in steps]
    return ("", *dict.fromkeys(steps + padded))


def stands_on(line: str, code: str) -> bool:
    """Whether goods of ``code`` fall under the tariff's ``line``."""
    return not line or code.startswith(line) or code.ljust(LONGEST, "0").startswith(significant(line))


def stem(code: str) -> str:
    """What the codes of all lines below ``code``, and its own, begin with; six digits at least."""
    return code[: max(SHORTEST, len(significant(code)))]


def divides(line: str, code: str) -> bool:
    """Whether ``line`` is a further division of ``code``: it has more digits that say something."""
    return line.startswith(stem(code)) and len(significant(line)) > len(significant(code))
