"""Jobs of screening: whoever is new or changed, everybody when a list changes, and each night what is too old."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.compliance.events import ListChanged
from karum.compliance.services.screening import screen_business
from karum.compliance.services.tidy import forget_old
from karum.parties.events import IdentityChanged
from karum.parties.queries import business_ids
from karum.runtime.events import subscribe

BATCH = 100
_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=3)  # a screening can be done twice


@app.task(name="compliance.identity_changed", retry=_AGAIN)
def identity_changed(business_id: int) -> None:
    """A business was founded, renamed, or has other people."""
    screen_business(business_id, now=timezone.now())


@app.task(name="compliance.list_changed", retry=_AGAIN)
def list_changed(file_id: int) -> None:
    """A list says something else: everybody is looked at again."""
    screen_everybody.defer(after_id=0)


@app.task(name="compliance.screen_everybody", retry=_AGAIN)
def screen_everybody(after_id: int) -> None:
    """A hundred businesses, then the next hundred: a job stays short, and one that dies is taken up where it was."""
    ids = business_ids(after=after_id, limit=BATCH)
    for business_id in ids:
        screen_business(business_id, now=timezone.now())
    if len(ids) == BATCH:
        screen_everybody.defer(after_id=ids[-1])


@app.periodic(cron="41 2 * * *", periodic_id="compliance.nightly")
@app.task(name="compliance.nightly", queueing_lock="compliance.nightly")
def nightly(timestamp: int) -> None:
    """Screen everybody once more, and forget what has been kept long enough."""
    screen_everybody.defer(after_id=0)
    forget_old(now=timezone.now())


subscribe(IdentityChanged, "compliance.identity_changed")
subscribe(ListChanged, "compliance.list_changed")
