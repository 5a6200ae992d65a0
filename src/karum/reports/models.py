"""What was issued and declared, frozen. The database refuses to change a row of it (sql/guards.sql)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class InvoiceSeries(models.Model):
    """The last number of a year's fee invoices. Its row is locked while a number is given, so that none is missing."""

    year = models.SmallIntegerField(primary_key=True)
    last = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class FeeInvoice(models.Model):
    """What the hub took from one seller in a month and currency. Below zero: a credit note.

    ``body`` is frozen: who and to whom, lines, what is said of tax, in major units as text.
    """

    number = models.CharField(max_length=20, unique=True)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    seller_id = models.BigIntegerField()
    month = models.CharField(max_length=7)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    issued_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="fee_invoice_serial_once"),
            models.UniqueConstraint(fields=["seller_id", "month", "currency"], name="fee_invoice_once_a_month"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="fee_invoice_of_something"),
        ]

    def __str__(self) -> str:
        return self.number


class TaxReturn(models.Model):
    """What was declared for one scheme and period.

    ``totals``: sums by country and rate, in the buyers' currencies. ``lines``, ``corrections``, ``rates``: of the
    return in euros, where the scheme has one.
    """

    scheme = models.CharField(max_length=12)
    period = models.CharField(max_length=7)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    totals = models.JSONField()
    lines = models.JSONField(default=list)
    corrections = models.JSONField(default=list)
    rates = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "period"], name="tax_return_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.period}"


class Remittance(models.Model):
    """Money of one return that was handed over. ``amounts``: [account, currency, minor units] of all sellers."""

    key = models.UUIDField(unique=True)
    tax_return = models.ForeignKey(TaxReturn, models.PROTECT, related_name="remittances")
    paid_at = models.DateTimeField()
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=100, blank=True)
    amounts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.tax_return} {self.key}"
