"""Jobs of the desk."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.desk.services.alerts import tell_sellers
from karum.desk.services.drafts import forget_finished
from karum.runtime.events import subscribe
from karum.tariffs.events import RulesChanged

_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=3)  # telling can be done twice: nobody hears it twice


@app.task(name="desk.rules_changed", retry=_AGAIN)
def rules_changed(system: str, file_id: int, codes_count: int) -> None:
    """An official file changed duties: tell those whose goods they touch."""
    tell_sellers(system, file_id, now=timezone.now())


@app.periodic(cron="53 3 * * *", periodic_id="desk.forget_drafts")
@app.task(name="desk.forget_drafts", queueing_lock="desk.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Each night: forget drafts that became products a while ago."""
    forget_finished(timezone.now())


subscribe(RulesChanged, "desk.rules_changed")
