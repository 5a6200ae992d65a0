"""Numbers by which authorities and banks know a business, checked by their own arithmetic.

Sources: python-stdnum (national tax numbers), schwifty (ISO 13616 IBAN with national check digits), EU Regulation
2015/2446, annex 12-01 (EORI: country code and up to 15 marks). A right number is not a proof of who uses it: that is
what a verification says (``karum.parties.domain.verification``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import stdnum.lei
from schwifty import IBAN
from schwifty.exceptions import (
    InvalidBankCode,
    InvalidBBANChecksum,
    InvalidChecksumDigits,
    InvalidCountryCode,
    InvalidLength,
    SchwiftyException,
)
from stdnum import get_cc_module
from stdnum.eu import oss as eu_oss
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.exceptions import InvalidLength as WrongLength

from karum.parties.domain.words import Said, gettext_noop


@dataclass(frozen=True, slots=True)
class Checked:
    """``normal`` is the number as it is stored when ``ok``, else what was typed.

    ``certain`` tells whether the number's own arithmetic was checked: False for a number of a country whose rules are
    not known, which is accepted as written.
    """

    ok: bool
    normal: str
    message: Said | None = None
    certain: bool = True


SCHEMES: dict[str, Said] = {
    "vat": Said(gettext_noop("VAT or sales tax number")),
    "tin": Said(gettext_noop("Taxpayer number")),
    "registration": Said(gettext_noop("Company register number")),
    "eori": Said(gettext_noop("EORI number (customs)")),
    "ioss": Said(gettext_noop("IOSS number (EU import one-stop shop)")),
    "lei": Said(gettext_noop("LEI (legal entity identifier)")),
    "iban": Said(gettext_noop("IBAN (bank account)")),
    "abn": Said(gettext_noop("ABN (Australia)")),
    "gstin": Said(gettext_noop("GSTIN (India)")),
    "cnpj": Said(gettext_noop("CNPJ (Brazil)")),
    "bin": Said(gettext_noop("Business identification number (BIN)")),
}
"""Scheme -> its name for people."""

# The national names of a number that is the tax number of one country only.
_HOME = {"abn": "AU", "gstin": "IN", "cnpj": "BR"}
_EU = frozenset(code.upper() for code in eu_vat.MEMBER_STATES) - {"EL"} | {"GR"}
_EORI_ISSUERS = _EU | {"GB", "XI"}
_UNKNOWN_SHAPE = re.compile(r"[A-Z0-9][A-Z0-9 ./-]{2,39}")


def check_identifier(scheme: str, value: str, country: str) -> Checked:
    """Check ``value`` of ``scheme`` (a key of SCHEMES) for a business in ``country`` (ISO 3166 alpha-2)."""
    typed = value.strip()
    if scheme not in SCHEMES:
        return Checked(False, typed, Said(gettext_noop("Choose the kind of number from the list.")))
    if not typed:
        return Checked(False, typed, Said(gettext_noop("Write the number.")))
    if scheme in _OWN_RULES:
        return _OWN_RULES[scheme](typed)
    country = _HOME.get(scheme, country)
    if scheme == "vat" and country in _EU:
        prefix = "EL" if country == "GR" else country
        bare = re.sub(r"[\s.-]", "", typed).upper()
        return _by_module(eu_vat, bare if bare.startswith(prefix) else prefix + bare)
    module = _national(scheme, country)
    if module is None:
        return _unknown(typed)
    checked = _by_module(module, typed)
    if checked.ok and scheme == "vat" and country == "GB":  # invoices and customs papers carry the prefix
        return replace(checked, normal=f"GB{checked.normal}")
    return checked


class _Rules(Protocol):
    """What a module of stdnum can do."""

    def validate(self, number: str) -> str: ...


def _national(scheme: str, country: str) -> _Rules | None:
    """The rules that a country has for a number; None where they are not known."""
    if not country or scheme in ("registration", "bin"):
        return None
    found: _Rules | None = get_cc_module(country.lower(), "vat")
    if scheme == "tin":
        other = "pin" if country == "KE" else "tin"
        found = get_cc_module(country.lower(), other) or found
    return found


def _by_module(module: _Rules, typed: str) -> Checked:
    try:
        return Checked(True, str(module.validate(typed)))
    except WrongLength:
        return Checked(
            False,
            typed,
            Said(gettext_noop("This number has too many or too few characters. Compare it with your papers.")),
        )
    except InvalidChecksum:
        return Checked(
            False, typed, Said(gettext_noop("The check digit does not fit: one character is probably mistyped."))
        )
    except ValidationError:
        return Checked(
            False, typed, Said(gettext_noop("This does not look like such a number. Compare it with your papers."))
        )


def _eori(typed: str) -> Checked:
    bare = re.sub(r"[\s.-]", "", typed).upper()
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{1,15}", bare):
        return Checked(
            False,
            typed,
            Said(
                gettext_noop(
                    "An EORI number is a country's two letters and up to 15 digits or letters, for example %(example)s."
                ),
                example="FR12345678900012",
            ),
        )
    if bare[:2] not in _EORI_ISSUERS:
        return Checked(
            False,
            typed,
            Said(
                gettext_noop(
                    "An EORI number begins with the country that gave it: one of the EU, GB or XI (Northern Ireland)."
                )
            ),
        )
    if bare[:2] in ("GB", "XI") and not re.fullmatch(r"[A-Z]{2}(\d{12}|\d{15})", bare):
        return Checked(
            False, typed, Said(gettext_noop("A British EORI number is %(prefix)s and 12 digits."), prefix=bare[:2])
        )
    return Checked(True, bare)


def _iban(typed: str) -> Checked:
    try:
        iban = IBAN(typed, validate_bban=True)
    except InvalidCountryCode:
        message = Said(gettext_noop("No country with IBANs begins with these two letters."))
    except InvalidLength:
        message = Said(gettext_noop("This IBAN has too many or too few characters for its country."))
    except (InvalidChecksumDigits, InvalidBBANChecksum):
        message = Said(gettext_noop("The check digits do not fit: one character is probably mistyped."))
    except InvalidBankCode:
        message = Said(gettext_noop("The bank in this IBAN is not known."))
    except SchwiftyException:
        message = Said(gettext_noop("This does not look like an IBAN. Copy it from a bank statement."))
    else:
        return Checked(True, str(iban))
    return Checked(False, typed, message)


def _unknown(typed: str) -> Checked:
    """A number whose rules are not known here: letters, digits and the usual marks, kept as written."""
    neat = " ".join(typed.upper().split())
    if not _UNKNOWN_SHAPE.fullmatch(neat):
        return Checked(
            False,
            typed,
            Said(gettext_noop("Use letters, digits, spaces, dots, dashes and slashes only, 3 to 40 of them.")),
        )
    return Checked(True, neat, certain=False)


_OWN_RULES: dict[str, Callable[[str], Checked]] = {
    "iban": _iban,
    "eori": _eori,
    "lei": lambda typed: _by_module(stdnum.lei, typed),
    "ioss": lambda typed: _by_module(eu_oss, typed),
}
