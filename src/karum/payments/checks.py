"""What the doctor asks of payments."""

from datetime import timedelta

from django.utils import timezone

from karum.payments import queries
from karum.payments.hub_accounts import BadAccounts, account_for
from karum.payments.providers.known import half_set
from karum.payments.providers.sandbox import Sandbox
from karum.runtime.doctor import Finding, check
from karum.runtime.settings import settings

_PATIENCE = timedelta(minutes=30)


@check("payments")
def payments() -> Finding:
    """Money that providers reported and the hub could not place, and refunds that did not leave."""
    odd = queries.odd_webhooks()
    stuck = queries.refunds_waiting(since=timezone.now() - _PATIENCE)
    if odd:
        said = f"{len(odd)} messages of providers fit no payment or name another amount: {', '.join(odd[:5])}"
        return Finding.bad(said, "Compare them with the provider's own list of payments; nothing was booked for them.")
    if stuck:
        said = f"{stuck} refund(s) wait for more than {_PATIENCE.seconds // 60} minutes"
        return Finding.warn(said, "See that the worker runs and that the payment provider can be reached.")
    return Finding.good("every message of the providers has its payment, and no refund waits")


@check("payment provider")
def payment_provider() -> Finding:
    """Some way to pay is set up, and it can be used. The sandbox moves no money and is for demo hubs only."""
    try:
        account_for(settings().hub_currency)
    except BadAccounts as problem:
        return Finding.bad(str(problem), "Correct the file; until then nobody is offered a bank transfer.")
    unset = half_set()
    if unset:
        return Finding.bad(
            f"a payment provider is set up in part; unset: {', '.join(unset)}",
            "Set these variables too, or none of that provider (docs/reference/payment-providers.md).",
        )
    found = queries.providers()
    if found and (settings().demo or Sandbox.code not in found):
        return Finding.good(f"buyers can pay: {', '.join(found)}")
    return Finding.bad(
        "this hub is no demo, and no payment provider is set up: nobody can pay",
        "Set up Stripe, mobile money, bank accounts or cash (docs/reference/payment-providers.md).",
    )


@check("payouts")
def payouts() -> Finding:
    """What the bank files say and what left the ledger's bank account are the same."""
    wrong = queries.payouts_that_differ()
    if wrong:
        return Finding.bad(
            f"bank files and ledger differ for {', '.join(wrong[:5])}",
            "Do not send this file to the bank. Keep a copy of the database and ask for help.",
        )
    return Finding.good("bank files and ledger say the same")
