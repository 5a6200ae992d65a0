"""What the doctor asks of payments."""

from datetime import timedelta

from django.utils import timezone

from karum.payments import queries
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
    """The sandbox moves no money: on a hub that is no demo, a test card would buy real goods."""
    if settings().demo or set(queries.providers()) != {Sandbox.code}:
        return Finding.good("buyers pay by a provider that fits this hub")
    return Finding.bad(
        "the only payment provider is the sandbox: its test cards, which everybody knows, count as paid",
        "Ship nothing and pay nothing out before a real provider is set up in payments/data/methods.toml.",
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
