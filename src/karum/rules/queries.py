"""What the rules know: markets, the landed cost by destination, restrictions, HS descriptions, the age of the files."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from karum.rules import domain, eu_vat, files, nomenclature
from karum.rules.domain.answer import LandedCost, Screening
from karum.rules.domain.measures import Market, Passage
from karum.rules.domain.request import QuoteRequest
from karum.rules.unknown import unknown_market


class RuleFileAge(NamedTuple):
    """When a rule file was last checked by a person."""

    file: str
    checked: date


def landed_cost(request: QuoteRequest) -> LandedCost:
    """Return the landed cost under the rules of ``request.destination``.

    A destination without a rule file gives the status "unknown", with what is missing. Raises RuleFileError for a
    broken rule file.
    """
    code = request.destination
    known = files.load(code) or unknown_market(code, request.currency, files.restrictions_of(code))
    return domain.landed_cost(request, known)


def markets() -> tuple[str, ...]:
    """Return the destinations that have rules: ISO 3166-1 alpha-2, sorted."""
    return files.codes()


def market(code: str) -> Market | None:
    """Return the rules of one destination; None when there are none on file."""
    return files.load(code)


def screen(hs_code: str, origin: str, passage: Passage) -> Screening:
    """Return whether goods may go to a destination.

    For a destination without rules the status is "unknown", unless what holds everywhere or an embargo forbids them.
    """
    found = domain.screen(files.restrictions_of(passage.destination), hs_code, origin, passage)
    if found.status == "forbidden" or files.load(passage.destination) is not None:
        return found
    return replace(found, status="unknown")


def rule_file_ages() -> tuple[RuleFileAge, ...]:
    """Return when each rule file was last checked, oldest first."""
    ages = [RuleFileAge("EU.toml", files.load_union().checked)]
    for path in sorted(files.DATA.glob("[A-Z][A-Z].toml")):
        if path.stem != files.EU and (known := files.load(path.stem)) is not None:
            ages.append(RuleFileAge(path.name, known.checked))
    ages += [RuleFileAge(name, files.checked(name)) for name in files.RESTRICTING]
    ages.append(RuleFileAge("eu-vat-rates-data", date.fromisoformat(eu_vat.version()[:10])))
    return tuple(sorted(ages, key=lambda age: (age.checked, age.file)))


def hs_description(code: str) -> str | None:
    """Return the HS 2022 text of a code of 2, 4 or 6 digits or more (its six-digit text); None when it is not known."""
    texts = _nomenclature()
    return texts.get(code) or texts.get(code[:6])


def hs_texts() -> dict[str, str]:
    """Return every HS 2022 text by its code of 2, 4 or 6 digits."""
    return _nomenclature()


@cache
def _nomenclature() -> dict[str, str]:
    return nomenclature.read()
