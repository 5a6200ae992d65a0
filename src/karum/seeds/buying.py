"""Buy something the way a visitor does, without a browser: cart, address, price at the door, order, payment."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from karum.money import Money
from karum.orders.domain.instalments import Way
from karum.orders.domain.placing import Placed
from karum.orders.queries.carts import CartView, view
from karum.orders.services import carts, quotes
from karum.parties.domain import PostalAddress
from karum.parties.locale import currency_of
from karum.parties.queries import Person
from karum.payments import services as payments
from karum.payments.domain import Card, Instrument, PaymentRecord

GOOD_CARD, DECLINED_CARD = "4242424242424242", "4000000000000002"


def buy(
    goods: Mapping[int, int],
    ship_to: PostalAddress,
    *,
    email: str,
    at: datetime,
    buyer: Person | None = None,
    language: str = "en",
    courier: bool = False,
    deposit: bool = False,
    card: str | None = GOOD_CARD,
) -> UUID | None:
    """Buy ``goods`` (offer id -> quantity) and return the key of the order group; None when it cannot be bought there.

    card: its last digits decide what happens (the sandbox's table); None leaves the orders unpaid. A payment that
    succeeded moves the orders when ``settle_group`` is called, as the worker does. Raises AssertionError for a
    quantity that the offer does not allow. deposit: pay only that now, where the sellers allow it.
    """
    cart = carts.open_cart(buyer.pk if buyer else None, None)

    def look() -> CartView:
        country, currency = ship_to.country, currency_of(ship_to.country)
        chosen, area = cart.delivery, ship_to.area
        return view(
            cart,
            country=country,
            currency=currency,
            language=language,
            now=at,
            area=area,
            chosen=chosen,
            ways=cart.ways,
        )

    for offer_id, quantity in goods.items():
        wrong = carts.set_quantity(cart, offer_id, quantity, "en")
        assert wrong is None, f"offer {offer_id}: {wrong}"
    carts.keep_contact(cart, email, ship_to)
    shown = look()
    if courier:
        carts.keep_delivery(cart, {parcel.seller.id: "courier" for parcel in shown.parcels})
        shown = look()
    elif cart.ways:
        carts.keep_delivery(cart, cart.delivery)  # how she paid last time does not count now
        shown = look()
    if deposit:
        carts.keep_delivery(cart, cart.delivery, {parcel.seller.id: Way.DEPOSIT for parcel in shown.parcels})
        shown = look()
        assert all(parcel.plan and parcel.plan.way is Way.DEPOSIT for parcel in shown.parcels), "a deposit is allowed"
    if not shown.ready:
        carts.take_out(cart, goods)
        return None
    frozen = quotes.freeze(cart, shown, ship_to, buyer_id=buyer.pk if buyer else None, language=language, now=at)
    answers = quotes.accept(frozen.token, cart=cart, now=at)
    assert all(isinstance(answer, Placed) for answer in answers), answers
    if card is not None:
        pay(frozen.group_key, frozen.now, card=card, at=at + timedelta(minutes=2))
    return frozen.group_key


def pay(group_key: UUID, amount: Money, *, at: datetime, card: str = GOOD_CARD) -> PaymentRecord:
    """Pay for a group with a test card; return the payment as it then stands."""
    instrument = Instrument("card", Card(card, 12, at.year + 3))
    return payments.start(key=uuid4(), group_key=group_key, amount=amount, instrument=instrument, now=at)
