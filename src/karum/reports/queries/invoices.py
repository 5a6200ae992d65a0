"""Fee invoices as they were issued."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404

from karum.money import Money
from karum.reports.domain.invoice_cii import invoice_xml
from karum.reports.domain.months import Month, read_month
from karum.reports.models import FeeInvoice


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """One fee invoice. ``amount``: taken from her; below zero it is a credit note. ``body``: frozen when issued."""

    number: str
    seller_id: int
    month: str
    amount: Money
    issued_at: datetime
    body: dict[str, Any]

    @property
    def first_day(self) -> date:
        """Of its month."""
        return read_month(self.month).first_day

    @property
    def xml(self) -> bytes:
        """The same for machines (EN 16931)."""
        return invoice_xml(self.number, self.amount, self.month, self.issued_at, self.body)


def invoices_of(seller_id: int) -> list[InvoiceCard]:
    """A seller's fee invoices, the newest first."""
    rows = FeeInvoice.objects.filter(seller_id=seller_id).order_by("-month", "currency")
    return [_card(row) for row in rows]


def access_invoice(seller_id: int, number: str) -> InvoiceCard:
    """One of this seller's own. Raises Http404."""
    row = FeeInvoice.objects.filter(seller_id=seller_id, number=number).first()
    if row is None:
        raise Http404
    return _card(row)


def invoices_of_month(month: Month) -> list[InvoiceCard]:
    """All of one month, by number, for the operator."""
    return [_card(row) for row in FeeInvoice.objects.filter(month=str(month)).order_by("year", "serial")]


def _card(row: FeeInvoice) -> InvoiceCard:
    return InvoiceCard(
        row.number, row.seller_id, row.month, Money(row.amount_minor, row.currency), row.issued_at, row.body
    )
