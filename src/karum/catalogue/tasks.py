"""Jobs of the catalogue."""

from procrastinate.contrib.django import app

from karum.catalogue import services


@app.periodic(cron="17 3 * * *")
@app.task(name="catalogue.count_words", queueing_lock="catalogue.count_words")
def count_words(timestamp: int) -> None:
    """Each night: count how often words occur, so that suggestions and corrections prefer those in use."""
    services.count_words()
