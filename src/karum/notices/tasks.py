"""Jobs of notices."""

from typing import Any

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.notices.services.push import TryLater, send_push

_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=5, retry_exceptions=[TryLater])


@app.task(name="notices.push", retry=_AGAIN)
def push(device_id: int, payload: dict[str, Any]) -> None:
    """Send one push to one device; five tries over some hours."""
    send_push(device_id, payload, now=timezone.now())
