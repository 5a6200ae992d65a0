"""Jobs of notices."""

from typing import Any

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.notices.services.push import TryLater, send_push
from karum.notices.services.switches import forget_person
from karum.parties.events import PersonClosed
from karum.runtime.events import subscribe

_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=5, retry_exceptions=[TryLater])


@app.task(name="notices.push", retry=_AGAIN)
def push(device_id: int, payload: dict[str, Any]) -> None:
    """Send one push to one device; five tries over some hours."""
    send_push(device_id, payload, now=timezone.now())


@app.task(name="notices.person_closed")
def person_closed(person_id: int) -> None:
    """Her switches and devices go with her account."""
    forget_person(person_id)


subscribe(PersonClosed, "notices.person_closed")
