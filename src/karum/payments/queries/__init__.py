"""Reads of payments. Nothing here writes."""

from karum.payments.queries.bank import BankAccountCard, bank_account, bank_accounts
from karum.payments.queries.health import odd_webhooks, payouts_that_differ, refunds_waiting
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

__all__ = [
    "BankAccountCard",
    "DuePayout",
    "PayoutCard",
    "PayoutFile",
    "bank_account",
    "bank_accounts",
    "due_payouts",
    "fx",
    "known_currencies",
    "methods",
    "odd_webhooks",
    "payment",
    "payment_by_key",
    "payment_of",
    "payments_of",
    "payout_file",
    "payout_runs",
    "payouts_of",
    "payouts_that_differ",
    "providers",
    "refunds_of",
    "refunds_waiting",
]
