"""Jobs of insight."""

from django.utils import timezone
from procrastinate.contrib.django import app

from karum.insight import services


@app.periodic(cron="53 3 * * *", periodic_id="insight.forget_old")
@app.task(name="insight.forget_old", queueing_lock="insight.forget_old")
def forget_old(timestamp: int) -> None:
    """Each night: old counts go, rare words after a week."""
    services.forget_old(now=timezone.now())
