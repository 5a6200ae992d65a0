"""Jobs of the ledger: both can be done twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from karum.ledger.services import expire_holds, seal

EXPIRY_BATCH = 1000


@app.periodic(cron="* * * * *", periodic_id="ledger.seal")
@app.task(name="ledger.seal", queueing_lock="ledger.seal")
def seal_blocks(timestamp: int) -> None:
    """What was written since the last minute goes into a block."""
    seal(now=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="ledger.expire")
@app.task(name="ledger.expire", queueing_lock="ledger.expire")
def expire(timestamp: int) -> None:
    """Holds that expired are let go, batch by batch until none is left."""
    now = timezone.now()
    while expire_holds(now=now, limit=EXPIRY_BATCH)[0] == EXPIRY_BATCH:
        pass
