"""Jobs of the catalogue."""

from procrastinate.contrib.django import app

from karum.catalogue import services
from karum.parties.events import BusinessChanged
from karum.runtime.events import subscribe

RENEWED = 5_000


@app.task(name="catalogue.refresh_seller")
def refresh_seller(business_id: int) -> None:
    """A business changed: its listings are found by its new name and town, or not at all while its shop is hidden."""
    services.refresh_seller(business_id)


@app.periodic(cron="41 3 * * *", periodic_id="catalogue.count_words")
@app.task(name="catalogue.count_words", queueing_lock="catalogue.count_words")
def count_words(timestamp: int) -> None:
    """Each night: count how often words occur, so that suggestions and corrections prefer those in use."""
    services.count_words()


@app.periodic(cron="*/10 * * * *", periodic_id="catalogue.renew_listings")
@app.task(name="catalogue.renew_listings", queueing_lock="catalogue.renew_listings")
def renew_listings(timestamp: int) -> None:
    """After an upgrade words may mean more: listings of before are written anew, some thousand at a time."""
    services.renew_listings(RENEWED)


subscribe(BusinessChanged, "catalogue.refresh_seller")
