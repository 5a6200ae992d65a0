"""Jobs of the catalogue."""

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.catalogue import services
from karum.catalogue.services.import_pictures import fetch_pictures as fetch_pictures_of
from karum.catalogue.services.imports import forget_imports
from karum.catalogue.services.imports import run_import as run
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


_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[OperationalError, InterfaceError])


@app.task(name="catalogue.run_import", retry=_AGAIN)
def run_import(import_id: int) -> None:
    """Write the products of a file that a seller brought in."""
    run(import_id)


@app.task(name="catalogue.fetch_pictures", retry=_AGAIN)
def fetch_pictures(import_id: int) -> None:
    """Fetch the pictures that the file named."""
    fetch_pictures_of(import_id)


@app.periodic(cron="17 4 * * *", periodic_id="catalogue.forget_imports")
@app.task(name="catalogue.forget_imports", queueing_lock="catalogue.forget_imports")
def forget_old_imports(timestamp: int) -> None:
    """Each night: reports of imports that were finished long ago go."""
    forget_imports(now=timezone.now())


subscribe(BusinessChanged, "catalogue.refresh_seller")
