"""Jobs of cases: their clocks, and letters."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.disputes import letters
from karum.disputes.events import CaseChanged
from karum.disputes.services import note_chargeback, run_clocks
from karum.payments.events import ChargebackChanged
from karum.payments.queries import chargeback
from karum.runtime.events import subscribe

CLOCK_BATCH = 200
_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=3)  # all of these can be done twice


@app.task(name="disputes.write_letters", retry=_AGAIN)
def write_letters(case_id: int, step: int) -> None:
    """Tell both sides by e-mail what happened."""
    letters.send(case_id, step)


@app.task(name="disputes.chargeback_changed", retry=_AGAIN)
def chargeback_changed(chargeback_id: int) -> None:
    """The buyer's bank took money back, gave it back, or keeps it."""
    note_chargeback(chargeback(chargeback_id), now=timezone.now())


@app.periodic(cron="*/5 * * * *", periodic_id="disputes.clocks")
@app.task(name="disputes.clocks", queueing_lock="disputes.clocks")
def clocks(timestamp: int) -> None:
    """Terms that ran out, batch by batch until none is left."""
    now = timezone.now()
    while run_clocks(now=now, limit=CLOCK_BATCH) == CLOCK_BATCH:
        pass


subscribe(ChargebackChanged, "disputes.chargeback_changed")
subscribe(CaseChanged, "disputes.write_letters")
