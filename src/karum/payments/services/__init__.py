"""Everything that changes payments."""

from karum.payments.queries.rates import fx
from karum.payments.services.bank import BankDetails, save_bank_account
from karum.payments.services.payouts import (
    RunChanged,
    approve_run,
    cancel_run,
    fetch_run,
    make_payout_file,
    move_on,
    return_payout,
)
from karum.payments.services.receipts import Received, bank_receipt, cash_collected, expect_cash, give_up_transfers
from karum.payments.services.reference import keep_reference_rates
from karum.payments.services.refunds import (
    RefundRefused,
    refund,
    refund_extra,
    refund_failed,
    refund_transferred,
    send_refund,
    try_refund_again,
)
from karum.payments.services.settlements import SettlementDiffers, settled, settlement_failed
from karum.payments.services.start import KeyReused, ask, expire, start
from karum.payments.services.tiers import decide_tier
from karum.payments.services.webhooks import receive_webhook

__all__ = [
    "BankDetails",
    "KeyReused",
    "Received",
    "RefundRefused",
    "RunChanged",
    "SettlementDiffers",
    "approve_run",
    "ask",
    "bank_receipt",
    "cancel_run",
    "cash_collected",
    "decide_tier",
    "expect_cash",
    "expire",
    "fetch_run",
    "fx",
    "give_up_transfers",
    "keep_reference_rates",
    "make_payout_file",
    "move_on",
    "receive_webhook",
    "refund",
    "refund_extra",
    "refund_failed",
    "refund_transferred",
    "return_payout",
    "save_bank_account",
    "send_refund",
    "settled",
    "settlement_failed",
    "start",
    "try_refund_again",
]
