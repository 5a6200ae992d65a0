"""What is paid of orders after checkout: written down when they are placed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from karum.orders.domain.instalments import Way
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, Role
from karum.orders.models import Instalment, Order
from karum.orders.services.act import act
from karum.orders.services.answers import Actor, Done
from karum.payments import services as payments


def add_later(requests: Sequence[OrderRequest], now: datetime) -> None:
    """Keep the later instalments of orders that were just placed; what is paid at the door goes ahead at once.

    Call it in the transaction that places them. Orders that are paid whole beforehand are not among them.
    """
    for request in requests:
        later = request.later
        assert later is not None, "an order that is paid at checkout has nothing later"
        goods, shipping, duty, tax, fees = later.parts
        made = Instalment.objects.create(
            seller_id=request.seller_id,
            order_key=request.key,
            group_key=uuid5(request.key, later.due),
            due=later.due,
            goods_minor=goods,
            shipping_minor=shipping,
            duty_minor=duty,
            tax_minor=tax,
            fees_minor=fees,
            days=request.balance_days,
        )
        Order.objects.filter(seller_id=request.seller_id, key=request.key).update(
            way=request.way, unpaid_minor=later.minor
        )
        if request.way is Way.CASH:
            payments.expect_cash(uuid5(made.group_key, "cash"), made.group_key, request.total_seen, now=now)
            buyer = Actor(Role.BUYER, request.buyer_id)
            answer = act(request.seller_id, request.key, Action.GO_AHEAD, buyer, now=now)
            assert isinstance(answer, Done), "an order that was just placed can go ahead"
