"""Reads of payments. Nothing here writes."""

from karum.payments.queries.bank import BankAccountCard, bank_account, bank_accounts
from karum.payments.queries.health import (
    failed_refunds,
    odd_moves,
    odd_webhooks,
    payouts_that_differ,
    refunds_waiting,
)
from karum.payments.queries.money_in import (
    Instructions,
    awaited,
    chargeback,
    chargebacks,
    instructions,
    manual_refunds,
    received_for,
    to_ask,
    to_send,
)
from karum.payments.queries.orders_out import OrderFile, order_file, order_files
from karum.payments.queries.payments import (
    methods,
    payment,
    payment_by_key,
    payment_of,
    payments_of,
    providers,
    refunds_of,
)
from karum.payments.queries.payouts import (
    DuePayout,
    PayoutCard,
    PayoutFile,
    due_payouts,
    payout_file,
    payout_runs,
    payouts_of,
)
from karum.payments.queries.rates import fx, known_currencies
from karum.payments.queries.tiers import TierCard, tier_history, tier_of

__all__ = [
    "BankAccountCard",
    "DuePayout",
    "Instructions",
    "OrderFile",
    "PayoutCard",
    "PayoutFile",
    "TierCard",
    "awaited",
    "bank_account",
    "bank_accounts",
    "chargeback",
    "chargebacks",
    "due_payouts",
    "failed_refunds",
    "fx",
    "instructions",
    "known_currencies",
    "manual_refunds",
    "methods",
    "odd_moves",
    "odd_webhooks",
    "order_file",
    "order_files",
    "payment",
    "payment_by_key",
    "payment_of",
    "payments_of",
    "payout_file",
    "payout_runs",
    "payouts_of",
    "payouts_that_differ",
    "providers",
    "received_for",
    "refunds_of",
    "refunds_waiting",
    "tier_history",
    "tier_of",
    "to_ask",
    "to_send",
]
