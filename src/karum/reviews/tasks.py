"""Jobs of reviews: letters, and the invitation to write one."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.orders.domain.states import Action
from karum.orders.events import OrderChanged
from karum.reviews import letters
from karum.reviews.events import ReviewChanged
from karum.runtime.events import subscribe

INVITE_AFTER = timedelta(days=4)
"""Long enough to have used it, short enough to remember."""
_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=3)


@app.task(name="reviews.write_letters", retry=_AGAIN)
def write_letters(review_id: int, event_id: int, action: str) -> None:
    """Tell by e-mail what happened to a review."""
    letters.send(review_id, event_id)


@app.task(name="reviews.order_changed")
def order_changed(seller_id: int, key: str, step: int, action: str) -> None:
    """An order is complete: in a few days its buyer is asked how it is. Once, as an order completes once."""
    if action in (Action.CONFIRM, Action.RELEASE):
        later = app.configure_task("reviews.invite", schedule_at=timezone.now() + INVITE_AFTER)
        later.defer(seller_id=seller_id, key=key)


@app.task(name="reviews.invite", retry=_AGAIN)
def invite(seller_id: int, key: str) -> None:
    """Ask for a review."""
    letters.invite(seller_id, UUID(key), now=timezone.now())


subscribe(ReviewChanged, "reviews.write_letters")
subscribe(OrderChanged, "reviews.order_changed")
