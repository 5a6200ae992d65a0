"""Jobs of payments."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.money import Money
from karum.payments import queries, services
from karum.payments.domain import Happening
from karum.payments.providers import ProviderUnreachable
from karum.payments.providers.sandbox import Sandbox, refund_webhook, remember, webhook
from karum.payments.services.daily_rates import NoRates, load_daily
from karum.payments.services.stripe_balance import read_balance
from karum.runtime.settings import settings

log = logging.getLogger(__name__)

ASK_BATCH = 200
SEND_AGAIN_AFTER = timedelta(hours=2)
# The provider or the database was away. All of these can be done twice.
_AWAY = [ProviderUnreachable, OperationalError, InterfaceError]
_AGAIN = RetryStrategy(max_attempts=12, exponential_wait=4, retry_exceptions=_AWAY)


@app.task(name="payments.send_refund", retry=_AGAIN)
def send_refund(refund_id: int) -> None:
    """Tell the provider of a promised refund."""
    services.send_refund(refund_id, now=timezone.now())


@app.task(name="payments.ask", retry=_AGAIN)
def ask(payment_id: int) -> None:
    """A provider's answer was lost: ask what became of the payment."""
    services.ask(payment_id, now=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="payments.janitor")
@app.task(name="payments.janitor", queueing_lock="payments.janitor")
def janitor(timestamp: int) -> None:
    """Nothing waits for a message that was lost: payments are asked for, refunds are sent again, transfers end."""
    now = timezone.now()
    for payment_id in queries.to_ask(now=now, limit=ASK_BATCH):
        try:
            services.ask(payment_id, now=now)
        except ProviderUnreachable as problem:
            log.warning("Payment %s: %s", payment_id, problem)
    for refund_id in queries.to_send(before=now - SEND_AGAIN_AFTER, limit=ASK_BATCH):
        try:
            services.send_refund(refund_id, now=now)
        except ProviderUnreachable as problem:
            log.warning("Refund %s: %s", refund_id, problem)
    services.give_up_transfers(now=now)


@app.task(name="payments.sandbox_confirms", retry=_AGAIN)
def sandbox_confirms(
    key: str, minor: int, currency: str, happening: str = Happening.SUCCEEDED, event_id: str = ""
) -> None:
    """What the sandbox says later: signed and verified like a message from outside."""
    now, said = timezone.now(), Happening(happening)
    remember(UUID(key), said)
    body, headers = webhook(UUID(key), said, Money(minor, currency), now=now, event_id=event_id)
    services.receive_webhook(Sandbox.code, body, headers, now=now)


@app.task(name="payments.sandbox_refund_fails", retry=_AGAIN)
def sandbox_refund_fails(key: str, minor: int, currency: str) -> None:
    """A refund that the sandbox took on did not reach the buyer."""
    now = timezone.now()
    body, headers = refund_webhook(UUID(key), Money(minor, currency), now=now)
    services.receive_webhook(Sandbox.code, body, headers, now=now)


@app.periodic(cron="17 * * * *", periodic_id="payments.stripe_balance")
@app.task(name="payments.stripe_balance", queueing_lock="payments.stripe_balance")
def stripe_balance(timestamp: int) -> None:
    """Each hour: what Stripe kept, and what it paid to the hub's bank."""
    if not settings().stripe_secret_key:
        return
    try:
        read_balance(now=timezone.now())
    except ProviderUnreachable as problem:
        log.warning("Stripe's balance was not read: %s", problem)


@app.periodic(cron="29 3 * * *", periodic_id="payments.reference_rates")
@app.task(name="payments.reference_rates", queueing_lock="payments.reference_rates")
def reference_rates(timestamp: int) -> None:
    """Each night: prices of all currencies are compared by the day's rates."""
    services.keep_reference_rates(timezone.now().date())


@app.periodic(cron="20 15,16,18 * * 1-5", periodic_id="payments.daily_rates")
@app.task(name="payments.daily_rates", queueing_lock="payments.daily_rates")
def daily_rates(timestamp: int) -> None:
    """On working days, after the European Central Bank has published; a day without them keeps the rates of before."""
    if not settings().ecb_daily:
        return
    try:
        load_daily(now=timezone.now())
    except NoRates as problem:
        log.warning("The day's reference rates were not loaded: %s", problem)
