"""Jobs of orders: what other packages tell, what the clock brings, letters."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.catalogue.events import ListingsChanged
from karum.orders import letters
from karum.orders.domain.states import Action
from karum.orders.events import OrderChanged
from karum.orders.services import carts, free_reserves, quotes, run_clocks, settle_group
from karum.orders.services.arrivals import note_arrival
from karum.orders.services.claim import claim_all
from karum.orders.services.doors import fill_all_doors, fill_new_doors, refresh_doors
from karum.parties.events import PersonClosed, SignedIn
from karum.payments.events import PaymentChanged
from karum.payments.queries import payment
from karum.runtime.events import subscribe
from karum.shipping.events import ParcelMoved

CLOCK_BATCH = 500
REMIND_AFTER = {Action.DELIVER: timedelta(days=3), Action.READY: timedelta(days=2)}
"""When the buyer is reminded of what waits for her: well before its term, which is five days, and three at least."""
_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=3)  # over half an hour: all of these can be done twice


@app.task(name="orders.payment_changed", retry=_AGAIN)
def payment_changed(payment_id: int) -> None:
    """A payment came through, perhaps late: its orders are paid."""
    settle_group(payment(payment_id).group_key, now=timezone.now())


@app.task(name="orders.parcel_moved", retry=_AGAIN)
def parcel_moved(seller_id: int, order_key: str, parcel_id: int, step: str) -> None:
    """When all parcels of an order were delivered, the buyer's time to look at the goods begins."""
    note_arrival(seller_id, UUID(order_key), now=timezone.now())


@app.task(name="orders.write_letters", retry=_AGAIN)
@transaction.atomic
def write_letters(seller_id: int, key: str, step: int, action: str) -> None:
    """Tell buyer and seller by e-mail what happened, each in her language; what waits for the buyer is told again."""
    letters.send(seller_id, UUID(key), action)
    if action in REMIND_AFTER:
        later = app.configure_task("orders.remind", schedule_at=timezone.now() + REMIND_AFTER[Action(action)])
        later.defer(seller_id=seller_id, key=key)


@app.task(name="orders.remind", retry=_AGAIN)
def remind(seller_id: int, key: str) -> None:
    """One reminder, if it still waits."""
    letters.remind(seller_id, UUID(key), now=timezone.now())


@app.task(name="orders.person_closed")
def person_closed(person_id: int) -> None:
    """Her cart goes with her account; orders are entries in books and stay."""
    carts.forget_person(person_id)


@app.periodic(cron="* * * * *", periodic_id="orders.clocks")
@app.task(name="orders.clocks", queueing_lock="orders.clocks")
def clocks(timestamp: int) -> None:
    """Terms that ran out, batch by batch until none is left."""
    now = timezone.now()
    while run_clocks(now=now, limit=CLOCK_BATCH) == CLOCK_BATCH:
        pass


@app.periodic(cron="23 * * * *", periodic_id="orders.reserves")
@app.task(name="orders.reserves", queueing_lock="orders.reserves")
def reserves(timestamp: int) -> None:
    """Reserves whose day has come, batch by batch."""
    now = timezone.now()
    while free_reserves(now=now, limit=CLOCK_BATCH) == CLOCK_BATCH:
        pass


@app.task(name="orders.signed_in", retry=_AGAIN)
def signed_in(person_id: int) -> None:
    """She showed that an address is hers: what was bought with it as a guest stands in her account."""
    claim_all(person_id)


@app.periodic(cron="17 3 * * *", periodic_id="orders.tidy")
@app.task(name="orders.tidy", queueing_lock="orders.tidy")
def tidy(timestamp: int) -> None:
    """Guests' carts of 60 days and quotes of 7 days ago are forgotten."""
    now: datetime = timezone.now()
    carts.forget_old_carts(before=now - timedelta(days=60))
    quotes.forget_old_quotes(before=now - timedelta(days=7))


@app.task(name="orders.refresh_doors", retry=_AGAIN)
def refresh_door_prices(product_ids: list[int]) -> None:
    """Listings changed: search knows their new prices at the door."""
    refresh_doors(product_ids, now=timezone.now())


@app.periodic(cron="*/5 * * * *", periodic_id="orders.new_doors")
@app.task(name="orders.new_doors", queueing_lock="orders.new_doors")
def new_doors(timestamp: int) -> None:
    """Buyers began to come from another country: search gets its door prices."""
    fill_new_doors(now=timezone.now())


@app.periodic(cron="7 4 * * *", periodic_id="orders.all_doors")
@app.task(name="orders.all_doors", queueing_lock="orders.all_doors")
def all_doors(timestamp: int) -> None:
    """Each night: rates, tariffs, zones and calendars have changed, so have the prices at the door."""
    fill_all_doors(now=timezone.now())


subscribe(ListingsChanged, "orders.refresh_doors")
subscribe(PaymentChanged, "orders.payment_changed")
subscribe(ParcelMoved, "orders.parcel_moved")
subscribe(OrderChanged, "orders.write_letters")
subscribe(PersonClosed, "orders.person_closed")
subscribe(SignedIn, "orders.signed_in")
