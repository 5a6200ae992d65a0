"""Jobs of saved things."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from karum.parties.events import PersonClosed
from karum.runtime.events import subscribe
from karum.saved import services
from karum.saved.services.news import tell_followers, tell_wishes

GUESTS_KEPT = timedelta(days=365)


@app.periodic(cron="12 * * * *", periodic_id="saved.wishes")
@app.task(name="saved.wishes", queueing_lock="saved.wishes")
def wishes(timestamp: int) -> None:
    """Each hour: prices that fell and goods that are there again."""
    tell_wishes(now=timezone.now())


@app.periodic(cron="40 7 * * *", periodic_id="saved.goods")
@app.task(name="saved.goods", queueing_lock="saved.goods")
def goods(timestamp: int) -> None:
    """Each morning: new goods in followed shops, one letter for all of them."""
    tell_followers(now=timezone.now())


@app.periodic(cron="31 3 * * *", periodic_id="saved.tidy")
@app.task(name="saved.tidy", queueing_lock="saved.tidy")
def tidy(timestamp: int) -> None:
    """Each night: guests who stayed away for a year are forgotten."""
    services.forget_old_guests(before=timezone.now() - GUESTS_KEPT)


@app.task(name="saved.person_closed")
def person_closed(person_id: int) -> None:
    """What she saved goes with her account."""
    services.forget_person(person_id)


subscribe(PersonClosed, "saved.person_closed")
