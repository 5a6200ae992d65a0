"""Orders of a guest become those of her account, once she has shown that the address that she ordered with is hers."""

from collections.abc import Iterable

from karum.orders.models import Order
from karum.orders.queries import OrderView
from karum.parties.domain.emails import plain_email
from karum.parties.queries import Anyone, Person, shown_addresses


def claim(orders: Iterable[OrderView], person: Anyone) -> int:
    """Put these orders, whose secret links she has, into her account; return how many were new to it.

    Only an order of nobody's account, bought with her own e-mail address: that it is hers she showed by its code.
    """
    if not isinstance(person, Person):
        return 0
    claimed = 0
    for order in orders:
        if order.buyer_id is None and order.email.lower() == person.email.lower():
            rows = Order.objects.filter(seller_id=order.seller_id, key=order.key, buyer_id=None)
            claimed += rows.update(buyer_id=person.pk)
    return claimed


def claim_all(person_id: int) -> int:
    """Put all orders of guests with an address that this person has shown to be hers into her account; return how many.

    An address that is only typed into her account, and not shown by a code, brings nothing.
    """
    claimed = 0
    for address in shown_addresses(person_id):
        rows = Order.objects.filter(buyer_id=None, email__iexact=address)  # finds look-alikes, too: ``ı`` beside ``i``
        same = {typed for typed in rows.values_list("email", flat=True) if plain_email(typed) == plain_email(address)}
        claimed += rows.filter(email__in=same).update(buyer_id=person_id)
    return claimed
