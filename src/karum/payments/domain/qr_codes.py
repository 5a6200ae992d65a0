"""What is written in the QR codes of bank transfers.

Sources: European Payments Council, EPC069-12 version 2.1 (SEPA credit transfer); EMVCo, QR Code Specification for
Payment Systems, Merchant-Presented Mode, version 1.1.
"""

import unicodedata
from dataclasses import dataclass

import pycountry

from karum.money import Money

EPC_MAX = Money(99_999_999_999, "EUR")


@dataclass(frozen=True, slots=True)
class EmvMerchant:
    """How a bank's own scheme knows the hub. ``id`` is a reverse domain name or an application identifier."""

    id: str
    account: str
    city: str
    category: str = "0000"


def epc(*, holder: str, iban: str, bic: str, amount: Money, reference: str) -> str | None:
    """The twelve lines of a SEPA transfer; None for money that SEPA does not carry."""
    if amount.currency != "EUR" or not 0 < amount.minor <= EPC_MAX.minor or not iban:
        return None
    lines = ["BCD", "002", "1", "SCT", bic, holder[:70], iban, f"EUR{amount.text}", "", reference, "", ""]
    return "\n".join(lines).rstrip("\n")


def emv(merchant: EmvMerchant, *, holder: str, country: str, amount: Money, reference: str) -> str:
    """Tag, length and value in a row, closed by a checksum: a dynamic code that is good for one payment."""
    currency = pycountry.currencies.get(alpha_3=amount.currency)
    assert currency is not None, "Money knows no other currencies"
    body = "".join(
        (
            _tlv("00", "01"),
            _tlv("01", "12"),
            _tlv("26", _tlv("00", merchant.id[:32]) + _tlv("01", merchant.account[:34])),
            _tlv("52", merchant.category),
            _tlv("53", currency.numeric),
            _tlv("54", amount.text),
            _tlv("58", country),
            _tlv("59", _plain(holder, 25)),
            _tlv("60", _plain(merchant.city, 15)),
            _tlv("62", _tlv("05", reference[:25])),
            "6304",
        )
    )
    return f"{body}{crc16(body.encode()):04X}"


def crc16(data: bytes) -> int:
    """CRC-16/CCITT with polynomial 1021 and start FFFF, as ISO/IEC 13239 has it."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _tlv(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _plain(text: str, length: int) -> str:
    """Letters that every reader of such codes knows."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()[:length] or "-"
