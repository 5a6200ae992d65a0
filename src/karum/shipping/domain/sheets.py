"""From a paper to what its page shows: every number and date already written as text, nothing left to decide.

Numbers and dates follow CLDR for the language; codes, numbers of things and money keep Latin digits, because they are
read by customs of another country too.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from karum.money import Money, exponent
from karum.parties.domain import format_address, show_phone
from karum.shipping.domain import s10
from karum.shipping.domain.code128 import encode
from karum.shipping.domain.papers import Kind, Language, Packed, Paper, PaperParcel, Party
from karum.shipping.domain.posts import post
from karum.shipping.domain.tracking import carrier_name

Sheet = dict[str, Any]
RIGHT_TO_LEFT = frozenset({"ar"})
_LOCALES = {"en": "en_GB", "fr": "fr", "ar": "ar", "zh-hans": "zh_Hans", "sw": "sw"}
CN22_ROWS, CN23_ROWS = 3, 5
DESCRIPTION_MAX = 120  # letters of one line on a postal form
_SHORT = {"eori": "EORI", "ioss": "IOSS", "lei": "LEI", "abn": "ABN", "gstin": "GSTIN", "cnpj": "CNPJ"}
_NOT_ON_PAPERS = frozenset({"iban"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")
_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))
# Isolates around what people wrote, so that it keeps its own direction in a right-to-left line (UAX 9).
_ISOLATE, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"


def sheet(kind: Kind, paper: Paper, language: Language) -> Sheet:
    """Return what the page of ``kind`` shows, as JSON values. The paper must lack no fact (``missing_facts``)."""
    make = {"commercial-invoice": _invoice, "packing-list": _packing_list, "cn22": _cn22, "cn23": _cn23}[kind]
    return {
        "language": language.split("-")[0],
        "region": "CN" if language == "zh-hans" else "",
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "number": paper.number,
        **make(paper, _Writer(language)),
    }


class _Writer:
    """Writes weights, amounts, dates and names for one language."""

    def __init__(self, language: Language) -> None:
        self.locale = Locale.parse(_LOCALES[language])
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
        clean = printable(text)
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
            [_SHORT.get(scheme, scheme), self.code(value)]
            for scheme, value in party.identifiers
            if scheme not in _NOT_ON_PAPERS
        ]


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


def _party(party: Party, say: _Writer) -> Sheet:
    reach = [text for text in say.reach(party) if text]
    return {"address": say.address(party), "reach": reach, "identifiers": say.identifiers(party)}


def _parties(paper: Paper, say: _Writer) -> Sheet:
    return {
        "seller": {**_party(paper.seller, say), "name": say.said(paper.seller.name)},
        "consignee": _party(paper.consignee, say),
        "buyer": _party(paper.buyer, say) if paper.buyer else None,
        "day": say.day(paper.day),
        "order": paper.order_number,
        "order_day": say.day(paper.order_day) if paper.order_day else "",
        "from": say.country(paper.seller.address.country),
        "to": say.country(paper.consignee.address.country),
        "mode": "freight_mode" if paper.mode == "freight" else paper.mode,
        "carrier": carrier_name(paper.carrier) if paper.carrier != "post" else "",
        "tracking": [parcel.tracking_number for parcel in paper.parcels if parcel.tracking_number],
        "parcel_count": say.count(len(paper.parcels)) if paper.parcels else "",
        "net_kg": say.code(f"{say.kg(paper.net_weight_g)} kg"),
        "gross_kg": say.code(f"{say.kg(paper.gross_weight_g)} kg") if _weighed(paper) else "",
    }


def _weighed(paper: Paper) -> bool:
    return bool(paper.parcels) and all(parcel.gross_weight_g for parcel in paper.parcels)


def _invoice(paper: Paper, say: _Writer) -> Sheet:
    origins = {line.origin for line in paper.lines}
    return {
        **_parties(paper, say),
        "category": paper.category,
        "incoterm": say.said(f"{paper.incoterm} {paper.incoterm_place}"),
        "payment": say.said(paper.payment_terms),
        "currency": paper.currency,
        "origin": say.country(min(origins)) if len(origins) == 1 else "",
        "lines": [
            {
                "number": say.count(number),
                "description": say.said(line.description),
                "more": [say.said(text) for text in (line.materials, line.sku) if text],
                "hs_code": say.code(hs_text(line.hs_code)),
                "origin": line.origin,
                "quantity": say.count(line.quantity),
                "net_kg": say.kg(line.net_weight_g * line.quantity),
                "unit_price": say.amount(line.unit_price),
                "amount": say.amount(line.total),
            }
            for number, line in enumerate(paper.lines, 1)
        ],
        "sums": [[label, say.amount(amount)] for label, amount in _sums(paper)],
        "total": say.code(f"{paper.currency} {say.amount(paper.total)}"),
        "origin_statement": say.said(paper.origin_statement),
        "place": say.said(paper.place),
        "signer": say.said(paper.signer),
    }


def _sums(paper: Paper) -> Iterator[tuple[str, Money]]:
    yield "goods", paper.goods
    if paper.freight is not None:
        yield "freight", paper.freight
    if paper.insurance is not None:
        yield "insurance", paper.insurance
    for charge in paper.charges:
        yield charge.kind, charge.amount


def _packing_list(paper: Paper, say: _Writer) -> Sheet:
    return {
        **_parties(paper, say),
        "parcels": [
            {
                "number": say.count(parcel.number),
                "tracking": parcel.tracking_number,
                "size": say.code(_size(parcel)),
                "net_kg": say.kg(sum(packed.net_weight_g for packed in paper.contents(parcel))),
                "gross_kg": say.kg(parcel.gross_weight_g),
                "contents": [
                    {
                        "quantity": say.count(packed.quantity),
                        "description": say.said(packed.line.description),
                        "sku": say.said(packed.line.sku),
                    }
                    for packed in paper.contents(parcel)
                ],
            }
            for parcel in paper.parcels
        ],
        "volume": _volume(paper.parcels, say),
        "units": say.count(sum(line.quantity for line in paper.lines)),
    }


def _size(parcel: PaperParcel) -> str:
    sizes = (parcel.length_mm, parcel.width_mm, parcel.height_mm)
    return " × ".join(f"{Decimal(size) / 10:f}" for size in sizes) if all(sizes) else ""


def _volume(parcels: Iterable[PaperParcel], say: _Writer) -> str:
    volumes = [parcel.length_mm * parcel.width_mm * parcel.height_mm for parcel in parcels]
    if not volumes or not all(volumes):
        return ""
    cubic_metres = format_decimal(Decimal(sum(volumes)) / 10**9, "#,##0.000", say.locale, numbering_system="latn")
    return say.code(f"{cubic_metres} m³")


def _cn22(paper: Paper, say: _Writer) -> Sheet:
    return _customs(paper, CN22_ROWS)


def _cn23(paper: Paper, say: _Writer) -> Sheet:
    return _customs(paper, CN23_ROWS)


def _customs(paper: Paper, rows: int) -> Sheet:
    """Postal forms are English and French by the UPU's own layout, and their numbers are plain."""
    say = _Writer("en")
    forms = []
    for parcel in paper.parcels:
        contents = paper.contents(parcel)
        sheets = [contents[at : at + rows] for at in range(0, len(contents), rows)]
        forms += [
            _customs_form(paper, parcel, part, contents, f"{place}/{len(sheets)}" if len(sheets) > 1 else "", say)
            for place, part in enumerate(sheets, 1)
        ]
    operator = post(paper.seller.address.country).name or say.country(paper.seller.address.country)
    return {"forms": forms, "rows": rows, "operator": operator, "sender": say.said(paper.seller.name)}


def _customs_form(
    paper: Paper,
    parcel: PaperParcel,
    part: list[Packed],
    contents: list[Packed],
    sheet_of: str,
    say: _Writer,
) -> Sheet:
    value = sum((packed.value for packed in contents), Money.zero(paper.currency))
    # The whole consignment's postage stands on its first parcel, so that customs count it once.
    is_first = parcel is paper.parcels[0]
    return {
        "item": parcel.tracking_number,
        "item_spaced": _spaced(parcel.tracking_number),
        "bars": encode(parcel.tracking_number) if parcel.tracking_number else [],
        "sheet_of": sheet_of,
        "from": _postal_party(paper.seller, say),
        "to": _postal_party(paper.consignee, say),
        "sender_reference": paper.sender_reference,
        "importer_reference": paper.importer_reference or _first_identifier(paper.consignee),
        "importer_reach": " · ".join(text for text in say.reach(paper.consignee)[1:] if text),
        "lines": [
            {
                "description": shortened(printable(packed.line.description), DESCRIPTION_MAX),
                "quantity": say.count(packed.quantity),
                "net_kg": say.kg(packed.net_weight_g),
                "value": f"{say.amount(packed.value)} {paper.currency}",
                "hs_code": hs_text(packed.line.hs_code),
                "origin": packed.line.origin,
            }
            for packed in part
        ],
        "gross_kg": say.kg(parcel.gross_weight_g),
        "value": f"{say.amount(value)} {paper.currency}",
        "postage": f"{say.amount(paper.freight)} {paper.currency}" if paper.freight is not None and is_first else "",
        "category": paper.category,
        "comments": say.said(paper.comments),
        "licences": ", ".join(paper.licences),
        "certificates": ", ".join(paper.certificates),
        "invoice": paper.number,
        "day": paper.day.isoformat(),
        "signer": say.said(paper.signer),
    }


def _spaced(number: str) -> str:
    return s10.spaced(number) if s10.is_s10(number) else number


def _first_identifier(party: Party) -> str:
    return next((f"{_SHORT.get(scheme, scheme.upper())} {value}" for scheme, value in party.identifiers), "")


def _postal_party(party: Party, say: _Writer) -> Mapping[str, str]:
    address = party.address
    business = party.trade_name or address.company
    city = ", ".join(part for part in (address.district, address.city, address.area) if part)
    return {
        "name": say.said(address.name or party.name),
        "business": say.said(business if business != address.name else ""),
        "street": say.said(", ".join(address.street.splitlines())),
        "postcode": address.postal_code,
        "city": say.said(city),
        "country": f"{say.locale.territories.get(address.country, address.country)} ({address.country})",
        "phone": show_phone(address.phone) if address.phone else "",
    }
