"""Jobs of reports: the fee invoices of a month that was closed."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.reports.domain.months import last_closed
from karum.reports.services.invoices import issue_month

_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=3)  # issuing again issues what is missing


@app.periodic(cron="40 6 * * *", periodic_id="reports.fees")
@app.task(name="reports.fees", queueing_lock="reports.fees", retry=_AGAIN)
def fees(timestamp: int) -> None:
    """Each morning, so that a hub that slept on the first day of a month catches up."""
    issue_month(last_closed(timezone.now()), timezone.now())
