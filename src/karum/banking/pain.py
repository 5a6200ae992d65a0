"""pain.001: payment orders for a bank (ISO 20022 CustomerCreditTransferInitiation).

SEPA orders are version 03, by sepaxml; all others version 09. Both are validated against the schemas of ISO 20022 that
sepaxml brings. The same orders make the same bytes: ids and times come from the caller, never from chance or a clock.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path

import sepaxml
from anyascii import anyascii
from lxml import etree

from karum.banking.xml import every
from karum.money import Money

SEPA, GENERIC = "pain.001.001.03", "pain.001.001.09"
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")

_SEPA_FILE = Path(__file__).parent / "data" / "sepa.toml"


@dataclass(frozen=True, slots=True)
class SepaList:
    """Letters of IBANs -> since when SEPA reaches them, None for always. ``confidence`` says what was checked."""

    since: dict[str, date | None]
    source: str
    date: date
    confidence: str


@cache
def sepa_list() -> SepaList:
    """The scheme's countries."""
    said = tomllib.loads(_SEPA_FILE.read_text(encoding="utf-8"))
    since = {letters: day or None for letters, day in said["since"].items()}
    return SepaList(since, said["source"], said["date"], said["confidence"])


class NotAnOrder(ValueError):
    """An order that no bank could carry out; the text says why."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who pays or is paid. ``bank_code``: a BIC, or the national code of the bank where there is no IBAN."""

    name: str
    country: str
    iban: str = ""
    account_number: str = ""
    bank_code: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One payment. ``reference`` (EndToEndId, at most 35 characters) comes back on the statement."""

    reference: str
    to: Party
    amount: Money
    text: str

    @property
    def is_sepa(self) -> bool:
        """In euro, to an IBAN in a country of the scheme."""
        return self.amount.currency == "EUR" and self.to.iban[:2] in sepa_countries()


def sepa_countries() -> frozenset[str]:
    """The first letters of IBANs that the scheme has reached by the day of the list."""
    found = sepa_list()
    return frozenset(letters for letters, day in found.since.items() if day is None or day <= found.date)


def pain001(message_id: str, payer: Party, orders: Sequence[Order], *, day: date, made_at: datetime) -> bytes:
    """One file: all orders SEPA, or none. ``message_id``: at most 30 characters, unique for ever at the bank.

    Raises NotAnOrder when an order lacks an account, is not above zero, or the file does not fit its schema.
    """
    if not orders:
        raise NotAnOrder("A file without orders is no file.")
    for order in orders:
        if order.amount.minor <= 0:
            raise NotAnOrder(f"{order.reference}: {order.amount} is not more than zero.")
        if not order.to.iban and not (order.to.account_number and order.to.bank_code):
            raise NotAnOrder(f"{order.reference} has no account to pay to.")
    kinds = {order.is_sepa for order in orders}
    if len(kinds) > 1:
        raise NotAnOrder("SEPA orders and others go in files of their own.")
    if kinds == {True}:
        root = _sepa(message_id, payer, orders, day, made_at)
        return _checked(root, SEPA)
    return _checked(_generic(message_id, payer, orders, day, made_at), GENERIC)


def plain(text: str, length: int) -> str:
    """Only what every bank takes: Latin letters, digits and few signs (SEPA's rules, EPC217-08)."""
    words = "".join(sign if sign in _ALLOWED else " " for sign in anyascii(text))
    return " ".join(words.split())[:length].strip() or "-"


def _sepa(message_id: str, payer: Party, orders: Sequence[Order], day: date, made_at: datetime) -> etree._Element:
    if not payer.iban:
        raise NotAnOrder("SEPA payments leave from an IBAN.")
    settings = {"name": plain(payer.name, 70), "IBAN": payer.iban, "batch": True, "currency": "EUR"}
    if payer.bank_code:
        settings["BIC"] = payer.bank_code
    file = sepaxml.SepaTransfer(settings, schema=SEPA, clean=False)
    for order in orders:
        payment = {
            "name": plain(order.to.name, 70),
            "IBAN": order.to.iban,
            "amount": order.amount.minor,
            "execution_date": day,
            "description": plain(order.text, 140),
            "endtoend_id": order.reference,
        }
        if order.to.bank_code:
            payment["BIC"] = order.to.bank_code
        file.add_payment(payment)
    root = etree.fromstring(file.export(validate=False), etree.XMLParser(resolve_entities=False, no_network=True))
    # The library takes ids from chance and the time from a clock.
    _say(root, "CstmrCdtTrfInitn/GrpHdr/MsgId", message_id)
    _say(root, "CstmrCdtTrfInitn/GrpHdr/CreDtTm", _moment(made_at))
    _say(root, "CstmrCdtTrfInitn/PmtInf/PmtInfId", f"{message_id}-1")
    return root


def _say(root: etree._Element, path: str, text: str) -> None:
    (found,) = every(root, path)
    found.text = text


def _generic(message_id: str, payer: Party, orders: Sequence[Order], day: date, made_at: datetime) -> etree._Element:
    root = etree.Element("Document", nsmap={None: _NAMESPACE + GENERIC})  # type: ignore[dict-item]
    body = etree.SubElement(root, "CstmrCdtTrfInitn")
    header = etree.SubElement(body, "GrpHdr")
    _add(header, "MsgId", message_id)
    _add(header, "CreDtTm", _moment(made_at))
    _add(header, "NbOfTxs", str(len(orders)))
    _add(header, "CtrlSum", str(sum(order.amount.decimal for order in orders)))
    _add(header, "InitgPty/Nm", plain(payer.name, 140))
    by_currency = sorted(orders, key=lambda order: order.amount.currency)
    groups = groupby(by_currency, key=lambda order: order.amount.currency)
    for number, (currency, group) in enumerate(groups, start=1):
        _batch(body, f"{message_id}-{number}", payer, list(group), day, currency)
    # What was built without a namespace is of the document's.
    return etree.fromstring(etree.tostring(root))


def _batch(body: etree._Element, name: str, payer: Party, orders: list[Order], day: date, currency: str) -> None:
    batch = etree.SubElement(body, "PmtInf")
    _add(batch, "PmtInfId", name)
    _add(batch, "PmtMtd", "TRF")
    _add(batch, "NbOfTxs", str(len(orders)))
    _add(batch, "CtrlSum", sum((order.amount for order in orders), Money.zero(currency)).text)
    _add(batch, "ReqdExctnDt/Dt", day.isoformat())
    debtor = etree.SubElement(batch, "Dbtr")
    _add(debtor, "Nm", plain(payer.name, 140))
    if payer.country:
        _add(debtor, "PstlAdr/Ctry", payer.country)
    _account(batch, "DbtrAcct", payer)
    _agent(batch, "DbtrAgt", payer)
    for order in orders:
        one = etree.SubElement(batch, "CdtTrfTxInf")
        _add(one, "PmtId/EndToEndId", order.reference)
        _add(one, "Amt/InstdAmt", order.amount.text).set("Ccy", currency)
        _add(one, "ChrgBr", "SHAR")
        _agent(one, "CdtrAgt", order.to)
        creditor = etree.SubElement(one, "Cdtr")
        _add(creditor, "Nm", plain(order.to.name, 140))
        if order.to.country:
            _add(creditor, "PstlAdr/Ctry", order.to.country)
        _account(one, "CdtrAcct", order.to)
        _add(one, "RmtInf/Ustrd", plain(order.text, 140))


def _account(parent: etree._Element, name: str, party: Party) -> None:
    if party.iban:
        _add(parent, f"{name}/Id/IBAN", party.iban)
    else:
        _add(parent, f"{name}/Id/Othr/Id", party.account_number)


def _agent(parent: etree._Element, name: str, party: Party) -> None:
    """The bank: by BIC, else by its national code, else "not provided" (the IBAN names it)."""
    code = party.bank_code
    if is_bic(code):
        _add(parent, f"{name}/FinInstnId/BICFI", code)
        return
    bank = etree.SubElement(etree.SubElement(parent, name), "FinInstnId")
    if code:
        _add(bank, "ClrSysMmbId/MmbId", code)
        if party.country:
            _add(bank, "PstlAdr/Ctry", party.country)
    else:
        _add(bank, "Othr/Id", "NOTPROVIDED")


def is_bic(code: str) -> bool:
    """Whether it has the shape of ISO 9362: 8 or 11 signs, a country in the fifth and sixth."""
    return len(code) in (8, 11) and code.isascii() and code.isalnum() and code[4:6].isalpha() and code == code.upper()


def _add(parent: etree._Element, path: str, text: str) -> etree._Element:
    element = parent
    for step in path.split("/"):
        element = etree.SubElement(element, step)
    element.text = text
    return element


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _checked(root: etree._Element, schema: str) -> bytes:
    try:
        _schema(schema).assertValid(root)
    except etree.DocumentInvalid as error:
        raise NotAnOrder(f"The file does not fit {schema}: {error}") from error
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


@cache
def _schema(name: str) -> etree.XMLSchema:
    folder = Path(sepaxml.__file__).parent / "schemas"
    return etree.XMLSchema(etree.parse(folder / f"{name}.xsd"))
