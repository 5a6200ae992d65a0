"""Jobs of payments."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.money import Money
from karum.payments import services
from karum.payments.domain import Happening
from karum.payments.providers import ProviderUnreachable
from karum.payments.providers.sandbox import Sandbox, webhook

_AGAIN = RetryStrategy(max_attempts=12, exponential_wait=4, retry_exceptions=[ProviderUnreachable])


@app.task(name="payments.send_refund", retry=_AGAIN)
def send_refund(refund_id: int) -> None:
    """Tell the provider of a promised refund."""
    services.send_refund(refund_id, now=timezone.now())


@app.task(name="payments.sandbox_confirms")
def sandbox_confirms(key: str, minor: int, currency: str) -> None:
    """The sandbox's late yes: signed and verified like a message from outside."""
    now = timezone.now()
    body, headers = webhook(UUID(key), Happening.SUCCEEDED, Money(minor, currency), now=now)
    services.receive_webhook(Sandbox.code, body, headers, now=now)


@app.periodic(cron="29 3 * * *", periodic_id="payments.reference_rates")
@app.task(name="payments.reference_rates", queueing_lock="payments.reference_rates")
def reference_rates(timestamp: int) -> None:
    """Each night: prices of all currencies are compared by the day's rates."""
    services.keep_reference_rates(timezone.now().date())
