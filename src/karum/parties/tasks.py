"""Jobs of parties."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from karum.parties import services

UNCONFIRMED_KEPT = timedelta(days=2)


@app.periodic(cron="23 3 * * *")
@app.task(name="parties.sweep", queueing_lock="parties.sweep")
def sweep(timestamp: int) -> None:
    """Each night: forget people who never showed their code, and sessions that have run out."""
    now = timezone.now()
    services.forget_unconfirmed(now - UNCONFIRMED_KEPT)
    Session.objects.filter(expire_date__lt=now).delete()
