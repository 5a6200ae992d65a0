"""Tracking numbers: whose they are, whether they can be right, and where to follow them.

Number formats: PyPI ``tracking-numbers`` (UPS, FedEx, DHL, USPS) and our own S10. Links go to the carriers' own public
tracking pages; a post without a known page (``data/posts.json``) has a number that is checked but no link.
"""

import re
from dataclasses import dataclass

from tracking_numbers import DEFINITIONS  # type: ignore[import-untyped]

from karum.parties.domain.words import Said
from karum.parties.domain.words import gettext_noop as _
from karum.shipping.domain import s10
from karum.shipping.domain.posts import post

POST = "post"

CARRIERS = {
    POST: "Post",
    "dhl": "DHL Express",
    "fedex": "FedEx",
    "ups": "UPS",
    "usps": "USPS",
    "aramex": "Aramex",
    "tnt": "TNT",
    "dpd": "DPD",
    "gls": "GLS",
}

_LINKS = {
    "dhl": "https://www.dhl.com/en/express/tracking.html?AWB={}",
    "fedex": "https://www.fedex.com/fedextrack/?trknbr={}",
    "ups": "https://www.ups.com/track?tracknum={}",
    "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    "aramex": "https://www.aramex.com/track/results?ShipmentNumber={}",
}
_LOCAL = re.compile(r"[A-Z0-9][A-Z0-9./-]{2,49}")
_CHECKED = ("ups", "usps", "dhl", "fedex")


@dataclass(frozen=True, slots=True)
class TrackingCheck:
    """``number`` is the number in its normal form; ``message`` says what is wrong, or what could not be checked."""

    ok: bool
    carrier: str
    url: str
    message: str
    number: str


def check_tracking(number: str, carrier: str = "") -> TrackingCheck:
    """Check a tracking number, for ``carrier`` (a code of CARRIERS or any name) or for whichever carrier it fits.

    A carrier whose number format is not known here is believed: the number is kept as typed, and the message says so.
    Messages are in English; ``karum.parties.speech.translated`` says them in the page's language.
    """
    tidy = re.sub(r"\s+", "", number).upper()
    wanted = _carrier_code(carrier)
    if not tidy:
        return _no(tidy, wanted, Said(_("Enter the tracking number, for example RR123456785GB.")))
    if s10.looks_like_s10(tidy) and wanted in ("", POST, "usps"):
        return _check_s10(tidy)
    if wanted == POST:
        said = Said(_("A postal number has two letters, nine digits and two letters: RR123456785GB."))
        return _check_formats(tidy, ("usps",)) or _no(tidy, POST, said)
    if wanted in _CHECKED:
        said = Said(_("This is not a number of %(carrier)s. Check the digits."), carrier=CARRIERS[wanted])
        return _check_formats(tidy, (wanted,)) or _no(tidy, wanted, said)
    if not wanted:
        said = Said(_("We do not know this kind of number. Choose the carrier."))
        return _check_formats(tidy, _CHECKED) or _no(tidy, "", said)
    if not _LOCAL.fullmatch(tidy):
        return _no(tidy, wanted, Said(_("Write the number with letters and digits only, at least three of them.")))
    kept = Said(_("The number is kept as typed: the numbers of this carrier cannot be checked."))
    return TrackingCheck(True, wanted, _LINKS.get(wanted, "").format(tidy), kept, tidy)


def carrier_name(carrier: str) -> str:
    """Return the name to show for a carrier's code; a name that is no code is shown as it is."""
    return CARRIERS.get(carrier, carrier)


def _carrier_code(carrier: str) -> str:
    tidy = carrier.strip()
    folded = tidy.casefold()
    return next((code for code, name in CARRIERS.items() if folded in (code, name.casefold())), tidy)


def _check_s10(number: str) -> TrackingCheck:
    if not s10.is_s10(number):
        said = _("One digit is wrong: for %(serial)s the check digit is %(right)s, not %(given)s.")
        serial, given = number[2:10], number[10]
        return _no(number, POST, Said(said, serial=serial, right=s10.check_digit(serial), given=given))
    return TrackingCheck(True, POST, post(number[-2:]).track.format(number), "", number)


def _check_formats(number: str, carriers: tuple[str, ...]) -> TrackingCheck | None:
    for code in carriers:
        tested = (definition.test(number) for definition in DEFINITIONS if definition.courier.code == code)
        if any(found is not None and found.valid for found in tested):
            return TrackingCheck(True, code, _LINKS[code].format(number), "", number)
    return None


def _no(number: str, carrier: str, message: Said) -> TrackingCheck:
    return TrackingCheck(False, carrier, "", message, number)
