"""The UK's product-specific rules of origin: one file for each scheme, which alone the file's name says: cptpp.json.

Shape: ``{"rule_sets": [{heading, subdivision, min, max, valid, rules[{rule, class[], operator, quota, import, export,
footnotes[]}]}]}``. Source: HMRC, trade-tariff-backend, ``rule_sets`` (MIT).
"""

import re
from collections.abc import Iterator
from typing import Any

from karum.official.fields import Unusable, broken, digits, plain, words
from karum.official.json_stream import items
from karum.official.records import Broken, OriginRule
from karum.official.source import BadFile, Source

KIND = "uk-origin-rules"
SYSTEM = "GB"
WHOLE = True

_SET = {"heading", "subdivision", "chapter", "min", "max", "rules", "valid", "footnotes"}
_RULE = {"rule", "class", "operator", "quota", "import", "export", "footnotes"}
_OPERATORS = {None: "", "and": "and", "or": "or"}


def recognise(source: Source) -> bool:
    head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and b'"rule_sets"' in head and b'"min"' in head and b'"rules"' in head


def scheme_of(source: Source) -> str:
    """The scheme's code, from the file's name. Raises BadFile when it says none."""
    found = re.match(r"[a-z][a-z0-9-]*", source.path.stem.lower().replace("_", "-"))
    if not found:
        raise BadFile(f"{source.name} does not name its scheme. HMRC calls the file by it, such as cptpp.json.")
    return found[0]


def read(source: Source) -> Iterator[OriginRule | Broken]:
    """Every rule of every set. Raises BadFile for JSON that is not whole, or for a file without a scheme's name."""
    scheme = scheme_of(source)
    for number, said in enumerate(items(source, "rule_sets.item"), 1):
        place = f"rule set {number}"
        try:
            if not isinstance(said, dict):
                raise Unusable("The rule set is no object.")
            yield from _rules(scheme, said, place)
        except Unusable as error:
            yield broken(place, error, said)


def _rules(scheme: str, said: dict[str, Any], place: str) -> list[OriginRule | Broken]:
    low, high = digits(str(said.get("min", "")), 10), digits(str(said.get("max", "")), 10)
    if high < low:
        raise Unusable(f"The range ends at {high}, before it begins at {low}.")
    if said.get("valid") is not True:
        raise Unusable("The rule set is marked as not valid.")
    heading, subdivision = plain(str(said.get("heading") or "")), plain(str(said.get("subdivision") or ""))
    if subdivision and subdivision != heading:
        heading = f"{heading}: {subdivision}"
    rules = said.get("rules")
    if not (isinstance(rules, list) and rules):
        raise Unusable("The rule set has no rules.")
    found: list[OriginRule | Broken] = []
    if unknown := said.keys() - _SET:
        found.append(broken(place, f"The fields {', '.join(sorted(unknown))} are not known and were not read."))
    for number, rule in enumerate(rules, 1):
        where = f"{place}, rule {number}"
        try:
            found.append(_rule(rule, OriginRule(scheme, low, high, heading, "", where)))
        except Unusable as error:
            found.append(broken(where, error, rule))
    return found


def _rule(said: Any, of: OriginRule) -> OriginRule:
    if not (isinstance(said, dict) and isinstance(said.get("rule"), str)):
        raise Unusable("The rule has no text.")
    if unknown := said.keys() - _RULE:
        raise Unusable(f"The fields {', '.join(sorted(unknown))} are not known.")
    text, notes = plain(said["rule"]), said.get("footnotes") or []
    if not text:
        raise Unusable("The rule has no text.")
    classes = said.get("class") or []
    if not (isinstance(classes, list) and all(isinstance(name, str) for name in classes)):
        raise Unusable("The classes of the rule are no texts.")
    if said.get("operator") not in _OPERATORS:
        raise Unusable(f"The operator {said.get('operator')!r} is neither and nor or.")
    if not said.get("import", True):
        text = f"Exports only: {text}"
    elif not said.get("export", True):
        text = f"Imports only: {text}"
    return OriginRule(
        of.scheme,
        of.low,
        of.high,
        of.heading,
        " ".join([text, *(plain(str(note)) for note in notes)]),
        of.place,
        classes=tuple(words(name) for name in classes),
        operator=_OPERATORS[said.get("operator")],
        quota=bool(said.get("quota")),
    )
