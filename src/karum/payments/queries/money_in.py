"""What the hub takes itself, what it has to send back by hand, and what buyers' banks took back."""

from dataclasses import dataclass
from datetime import datetime

import segno
from django.db.models import F, Q, Sum

from karum.money import Money
from karum.money.cash import cash_amount
from karum.payments.domain import ChargebackRecord, ChargebackState, PaymentRecord, PaymentState, RefundRecord
from karum.payments.domain import qr_codes as qr
from karum.payments.domain.bank import BankDetails
from karum.payments.domain.states import OPEN
from karum.payments.hub_accounts import account_for
from karum.payments.models import Chargeback, MoneyReceipt, Payment, Refund
from karum.payments.providers import bank_transfer, cash
from karum.payments.queries.payments import record


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a buyer needs who sends or brings the money herself. ``missing`` is what is still to come.

    ``account`` is None for cash. ``qr_image`` is a picture (a data address) for her bank's program, or nothing where no
    such code is known; ``qr_text`` what stands in it.
    """

    method: str
    reference: str
    missing: Money
    received: Money
    pay_by: datetime | None
    account: BankDetails | None = None
    bank: str = ""
    qr_text: str = ""
    qr_image: str = ""


def instructions(payment: PaymentRecord) -> Instructions | None:
    """None for a payment at a provider that asks the buyer itself, or that is over."""
    if payment.provider not in (bank_transfer.CODE, cash.CODE) or payment.state not in OPEN:
        return None
    received = received_for(payment)
    missing = payment.amount - received
    if payment.provider == cash.CODE:
        asked = cash_amount(payment.amount) - received
        return Instructions(payment.method, payment.provider_reference, asked, received, payment.pay_by)
    found = account_for(payment.amount.currency)
    if found is None:
        return None
    details = found.details
    text = qr.epc(
        holder=details.holder,
        iban=details.iban,
        bic=details.bank_code,
        amount=missing,
        reference=payment.provider_reference,
    )
    if text is None and found.emv:
        text = qr.emv(
            found.emv,
            holder=details.holder,
            country=details.country,
            amount=missing,
            reference=payment.provider_reference,
        )
    return Instructions(
        payment.method,
        bank_transfer.spaced(payment.provider_reference),
        missing,
        received,
        payment.pay_by,
        details,
        found.bank,
        text or "",
        _picture(text) if text else "",
    )


def awaited(limit: int = 200) -> list[tuple[PaymentRecord, Instructions]]:
    """Open payments that buyers send or bring themselves, those that end soonest first."""
    rows = Payment.objects.filter(provider__in=[bank_transfer.CODE, cash.CODE], state=PaymentState.PENDING)
    told = ((row, instructions(row)) for row in map(record, rows.order_by("pay_by", "id")[:limit]))
    return [(row, what) for row, what in told if what is not None]


def received_for(payment: PaymentRecord) -> Money:
    """What came and was kept for a payment that the hub takes itself."""
    kept = MoneyReceipt.objects.filter(payment_id=payment.id).aggregate(
        total=Sum(F("amount_minor") - F("given_back_minor"))
    )
    return Money(kept["total"] or 0, payment.amount.currency)


def manual_refunds() -> list[RefundRecord]:
    """Refunds that the hub has to transfer itself, the oldest first; ``to_account`` where the money came from."""
    found = []
    rows = Refund.objects.filter(state="manual").select_related("payment").order_by("id")
    for row in rows:
        receipt = MoneyReceipt.objects.filter(payment_id=row.payment_id).order_by("account", "id").last()
        found.append(
            RefundRecord(
                row.id,
                row.key,
                row.payment_id,
                Money(row.amount_minor, row.payment.currency),
                row.state,
                row.created_at,
                row.extra,
                receipt.told_by if receipt else "",
                receipt.account if receipt else "",
                row.reason if row.in_suspense else "",
            )
        )
    return found


def chargeback(chargeback_id: int) -> ChargebackRecord:
    """Raises Chargeback.DoesNotExist."""
    return _chargeback(Chargeback.objects.select_related("payment").get(id=chargeback_id))


def chargebacks(*, payment_id: int | None = None) -> list[ChargebackRecord]:
    """All, or those of one payment; the newest first."""
    chosen = Q(payment_id=payment_id) if payment_id else Q()
    return [_chargeback(row) for row in Chargeback.objects.filter(chosen).select_related("payment").order_by("-id")]


def to_ask(*, now: datetime, limit: int) -> list[int]:
    """Payments whose provider should be asked now, those that wait longest first."""
    asked = [*OPEN, PaymentState.EXPIRED, PaymentState.DECLINED]
    waiting = Payment.objects.filter(ask_at__lte=now, state__in=asked).order_by("ask_at")
    return list(waiting.values_list("id", flat=True)[:limit])


def to_send(*, before: datetime, limit: int) -> list[int]:
    """Refunds that were promised before this moment and of which the provider does not know yet."""
    waiting = Refund.objects.filter(state="requested", created_at__lt=before).order_by("id")
    return list(waiting.values_list("id", flat=True)[:limit])


def _chargeback(row: Chargeback) -> ChargebackRecord:
    return ChargebackRecord(
        id=row.id,
        key=row.key,
        payment_id=row.payment_id,
        group_key=row.payment.group_key,
        provider=row.payment.provider,
        reference=row.reference,
        amount=Money(row.amount_minor, row.payment.currency),
        reason=row.reason,
        state=ChargebackState(row.state),
        reply_by=row.reply_by,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
    )


def _picture(text: str) -> str:
    """Black on white whatever the page's colours: cameras read nothing else. Correction M, as EPC069-12 asks."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
