"""The papers as PDF, in the languages of the papers of shipping: statement, fee invoice, receipt."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders.queries.view import OrderView
from karum.parties.queries import BusinessCard
from karum.payments.domain import PaymentRecord
from karum.reports.domain.months import Month
from karum.reports.domain.statement import HERS, Row
from karum.reports.queries.invoices import InvoiceCard
from karum.reports.queries.statements import Line, Rate, Sheet
from karum.runtime.settings import settings
from karum.shipping.domain.papers import LANGUAGES, Language
from karum.shipping.domain.writer import RIGHT_TO_LEFT, Writer
from karum.shipping.services.papers import print_sheet

FOLDER = Path(__file__).parent.parent / "papers"

LINES_MAX = 1_000
"""A statement of more lines shows the sums of each day: nobody reads them one by one, and the CSV has them."""


def paper_language(code: str) -> Language:
    """The paper's language for a page's language; English where there is none."""
    return next((language for language in LANGUAGES if language == code), "en")


def statement_pdf(seller: BusinessCard, month: Month, sheets: Iterable[Sheet], language: Language) -> bytes:
    """A seller's statement of a month. Raises PressFailed."""
    return print_sheet(
        "reports/papers/statement", statement_sheet(seller, month, sheets, language), _words(language), month.last_day
    )[0]


def invoice_pdf(card: InvoiceCard, language: Language) -> bytes:
    """A fee invoice as it was frozen. Raises PressFailed."""
    day = card.issued_at.date()
    return print_sheet("reports/papers/fee-invoice", invoice_sheet(card, language), _words(language), day)[0]


def receipt_pdf(order: OrderView, language: Language) -> bytes:
    """What the buyer of a paid order paid and got back. Raises PressFailed."""
    return print_sheet(
        "reports/papers/receipt", receipt_sheet(order, language), _words(language), order.changed_at.date()
    )[0]


def statement_sheet(seller: BusinessCard, month: Month, sheets: Iterable[Sheet], language: Language) -> dict[str, Any]:
    """What the statement's page shows."""
    say = Writer(language)
    return {
        **_head(language, say.code(f"{seller.slug}-{month}"), settings().hub_name, say),
        "issuer": [say.said(settings().hub_name), say.country(settings().hub_country)],
        "to": [say.said(seller.legal_name), *map(say.said, _street(seller)), say.country(seller.country)],
        "period": say.code(str(month)),
        "day": say.day(month.last_day),
        "currencies": [_currency(one, say) for one in sheets],
    }


def invoice_sheet(card: InvoiceCard, language: Language) -> dict[str, Any]:
    """What the fee invoice's page shows."""
    say, body, currency = Writer(language), card.body, card.amount.currency
    hub, seller, tax = body["hub"], body["seller"], body["tax"]

    def amount(minor: int) -> str:
        return say.amount(Money(minor, currency))

    shown = [["tax_in", f"{tax['percent']} % · {amount(tax['amount_minor'])}"]] if tax else []
    identifiers = [say.code(f"{scheme.upper()} {value}") for scheme, value in seller["identifiers"]]
    return {
        **_head(language, card.number, hub["name"], say),
        "title": "fee_invoice" if card.amount.minor > 0 else "credit_note",
        "issuer": [
            text
            for text in (say.said(hub["name"]), say.country(hub["country"]), say.code(hub["tax_number"]), hub["url"])
            if text
        ],
        "to": [say.said(seller["name"]), *map(say.said, seller["lines"]), say.country(seller["country"]), *identifiers],
        "day": say.day(card.issued_at.date()),
        "period": say.code(card.month),
        "currency": currency,
        "lines": [
            {
                "day": say.code(line["day"]),
                "kind": line["kind"],
                "order": say.code(line["order"]),
                "amount": amount(line["amount_minor"]),
            }
            for line in body["lines"]
        ],
        "tax": shown,
        "total": say.code(f"{currency} {say.amount(card.amount)}"),
    }


def receipt_sheet(order: OrderView, language: Language) -> dict[str, Any]:
    """What the receipt's page shows, in the buyer's currency; unit prices are the seller's."""
    say, charge = Writer(language), order.charge

    def amount(minor: int) -> str:
        return say.amount(Money(minor, charge.currency))

    names = ("goods", "freight", "duty", "tax", "fees")
    paid = [[name, amount(part)] for name, part in zip(names, order.paid_parts, strict=True) if part or name == "goods"]
    paid_at = order.paid_at or order.placed_at
    return {
        **_head(language, order.number, settings().hub_name, say),
        "to": [say.said(order.seller.legal_name), say.country(order.seller.country)],
        "buyer": [say.said(order.buyer_name), say.country(order.destination)],
        "paid_on": say.day(paid_at.date()),
        "paid_with": ", ".join(_paid_with(payment, say) for payment in order.payments),
        "currency": charge.currency,
        "lines": [
            {
                "description": say.said(line.title),
                "quantity": say.count(line.quantity),
                "unit": say.code(f"{line.unit.currency} {say.amount(line.unit)}"),
            }
            for line in order.lines
        ],
        "sums": paid,
        "total": say.code(f"{charge.currency} {say.amount(order.paid_so_far)}"),
        "back": [["paid", say.amount(order.paid_so_far)], ["refunded", say.amount(-order.refunded)]]
        if order.refunded
        else [],
        "kept": say.code(f"{charge.currency} {say.amount(order.left)}"),
    }


def _head(language: Language, number: str, name: str, say: Writer) -> dict[str, Any]:
    return {
        "language": language.split("-")[0],
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "number": number,
        "seller": {"name": say.said(name)},  # whose paper it is: the name at its head and foot
    }


def _of_days(lines: Sequence[Line]) -> list[Line]:
    """One line for each day and kind; the balance after it is that of the day's last line."""
    days: dict[date, dict[tuple[Row, bool], list[Line]]] = {}
    for line in lines:
        kinds = days.setdefault(line.movement.at.date(), {})
        kinds.setdefault((line.movement.row, line.is_internal), []).append(line)
    found: list[Line] = []
    balance = lines[0].balance - lines[0].movement.amount
    for kinds in days.values():
        for its in kinds.values():
            zero = Money.zero(balance.currency)
            amount = sum((one.movement.amount for one in its), zero)
            moved = sum((one.movement.moved for one in its), zero)
            balance += amount
            movement = replace(its[0].movement, amount=amount, moved=moved, order_key=None)
            found.append(Line(movement, balance, f"× {len(its)}", None, None, None))
    return found


def _currency(sheet: Sheet, say: Writer) -> dict[str, Any]:
    statement = sheet.statement
    lines = sheet.lines if len(sheet.lines) <= LINES_MAX else _of_days(sheet.lines)
    closing = [(one, statement.closing.money(one)) for one in HERS]
    return {
        "currency": statement.currency,
        "opening": say.amount(statement.opening.total),
        "closing": say.amount(statement.closing.total),
        "total": say.code(f"{statement.currency} {say.amount(statement.closing.total)}"),
        "parts": [
            [purpose.value, say.amount(-money if purpose is Purpose.RECEIVABLE else money)]
            for purpose, money in closing
            if money or purpose is Purpose.PAYABLE
        ],
        "folded": len(sheet.lines) > LINES_MAX,
        "lines": [_line(line, say) for line in lines],
    }


def _line(line: Line, say: Writer) -> dict[str, Any]:
    movement = line.movement
    more = []
    if line.charged and line.rate:
        more.append(say.code(f"{line.charged.currency} {say.amount(line.charged)}"))
        more.append(rate_text(line.rate, say))
    return {
        "day": say.code(movement.at.date().isoformat()),
        "row": movement.row.value,
        "more": more,
        "order": say.code(line.number),
        "amount": say.amount(movement.amount),
        "moved": say.amount(movement.moved) if line.is_internal else "",
        "balance": say.amount(line.balance),
    }


def rate_text(rate: Rate, say: Writer) -> str:
    """``1 RWF = 0.00061 EUR, European Central Bank reference rate, 2026-11-20``."""
    return say.code(f"1 {rate.base} = {rate.per.normalize():f} {rate.to} · {rate.source} · {rate.day.isoformat()}")


def _paid_with(payment: PaymentRecord, say: Writer) -> str:
    said = f"{payment.brand or payment.method}{f' …{payment.last4}' if payment.last4 else ''}"
    return say.code(said)


def _street(seller: BusinessCard) -> list[str]:
    address = seller.address
    return [line for line in (address.street, f"{address.postal_code} {address.city}".strip()) if line]


@cache
def _words(language: Language) -> dict[str, list[str]]:
    table: dict[str, dict[str, str]] = json.loads((FOLDER / "words.json").read_text("utf-8"))["words"]
    return {
        key: [said[language], said["en"] if language != "en" and said["en"] != said[language] else ""]
        for key, said in table.items()
    }
