"""Everything that changes payments."""

from karum.payments.queries.rates import fx
from karum.payments.services.bank import BankDetails, save_bank_account
from karum.payments.services.payouts import make_payout_file, move_on
from karum.payments.services.reference import keep_reference_rates
from karum.payments.services.refunds import RefundRefused, refund, send_refund
from karum.payments.services.start import KeyReused, expire, start
from karum.payments.services.webhooks import receive_webhook

__all__ = [
    "BankDetails",
    "KeyReused",
    "RefundRefused",
    "expire",
    "fx",
    "keep_reference_rates",
    "make_payout_file",
    "move_on",
    "receive_webhook",
    "refund",
    "save_bank_account",
    "send_refund",
    "start",
]
