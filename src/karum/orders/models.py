"""Tables of orders. The keys of an order's rows begin with ``seller_id``: one order lives on one seller's shard."""

import uuid
from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from karum.orders.domain.escrow import Escrow, Event
from karum.orders.domain.instalments import Due, Way
from karum.orders.domain.states import Action, Role, State


def _values(words: Iterable[StrEnum]) -> list[str]:
    return sorted(word.value for word in words)


class Cart(models.Model):
    """What somebody means to buy, and how far she has come in checkout. A guest's cart is named by her cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True)
    ship_to = models.JSONField(default=dict)
    delivery = models.JSONField(default=dict)
    """seller id (as text) -> code of the chosen shipping option"""
    ways = models.JSONField(db_default={}, default=dict)
    """seller id (as text) -> how the buyer pays: prepaid, deposit or cash"""
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["updated_at"], name="cart_by_age")]

    def __str__(self) -> str:
        return str(self.id)


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    offer_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "offer_id"], name="cart_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.offer_id}"


class Quote(models.Model):
    """A price that was shown to one buyer for one seller's goods, frozen until ``expires_at``. Never edited."""

    key = models.UUIDField(primary_key=True)
    group_key = models.UUIDField()
    seller_id = models.BigIntegerField()
    cart_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    body = models.JSONField()
    """the order request that it becomes (services/quotes.py)"""
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["group_key"], name="quote_by_group"),
            models.Index(fields=["cart_id"], name="quote_by_cart"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.currency} {self.total_minor}"


class Order(models.Model):
    """One buyer's agreed purchase from one seller. Amounts in minor units of ``currency``, the buyer's.

    ``*_refunded_minor`` is what went back of each part. ``settlement_*`` is the seller's side in her currency.
    ``facts`` is frozen: buyer's name and address, receipt with every duty and tax line, delivery promise, rates.
    """

    pk = models.CompositePrimaryKey("seller_id", "key")
    seller_id = models.BigIntegerField()
    key = models.UUIDField()
    group_key = models.UUIDField()
    digest = models.BinaryField(max_length=16)
    buyer_id = models.BigIntegerField(null=True)
    email = models.CharField(max_length=254)
    destination = models.CharField(max_length=2)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    steps = models.SmallIntegerField(default=1)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    duty_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    fees_minor = models.BigIntegerField()
    goods_refunded_minor = models.BigIntegerField(default=0)
    shipping_refunded_minor = models.BigIntegerField(default=0)
    duty_refunded_minor = models.BigIntegerField(default=0)
    tax_refunded_minor = models.BigIntegerField(default=0)
    fees_refunded_minor = models.BigIntegerField(default=0)
    settlement_currency = models.CharField(max_length=3)
    settlement_goods_minor = models.BigIntegerField()
    settlement_shipping_minor = models.BigIntegerField()
    settlement_fee_minor = models.BigIntegerField()
    facts = models.TextField()  # JSON that nothing asks for by its parts: as text it is stored without being read
    placed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    escrow = models.CharField(max_length=15, db_default=Escrow.AUTHORISED.value)
    stops = models.JSONField(db_default=[])
    """why the clock stands still, in words; empty when it runs"""
    left_s = models.BigIntegerField(null=True)
    """seconds that were left of the term when its clock was stopped"""
    way = models.CharField(max_length=8, db_default=Way.PREPAID.value)
    """how it is paid; where that is not all at checkout, the rest has a row in Instalment"""
    unpaid_minor = models.BigIntegerField(db_default=0)
    """what of the price is due after checkout and was not paid yet, or never"""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=_values(Way)), name="order_way_known"),
            models.CheckConstraint(
                condition=Q(
                    unpaid_minor__range=(
                        0,
                        F("goods_minor") + F("shipping_minor") + F("duty_minor") + F("tax_minor") + F("fees_minor"),
                    )
                ),
                name="order_unpaid_within_charge",
            ),
            models.CheckConstraint(condition=Q(escrow__in=_values(Escrow)), name="order_escrow_known"),
            models.CheckConstraint(condition=Q(state__in=_values(State)), name="order_state_known"),
            models.CheckConstraint(
                condition=Q(
                    goods_minor__gt=0, shipping_minor__gte=0, duty_minor__gte=0, tax_minor__gte=0, fees_minor__gte=0
                ),
                name="order_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    goods_refunded_minor__range=(0, F("goods_minor")),
                    shipping_refunded_minor__range=(0, F("shipping_minor")),
                    duty_refunded_minor__range=(0, F("duty_minor")),
                    tax_refunded_minor__range=(0, F("tax_minor")),
                    fees_refunded_minor__range=(0, F("fees_minor")),
                ),
                name="order_refunds_within_charge",
            ),
            models.CheckConstraint(
                condition=Q(
                    settlement_fee_minor__gte=0,
                    settlement_fee_minor__lte=F("settlement_goods_minor") + F("settlement_shipping_minor"),
                ),
                name="order_fee_within_settlement",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="order_by_term", condition=Q(due_at__isnull=False)),
            models.Index(fields=["group_key"], name="order_by_group"),
            models.Index(fields=["buyer_id", "-placed_at"], name="order_by_buyer", condition=Q(buyer_id__isnull=False)),
            models.Index(Upper("email"), name="order_of_guest", condition=Q(buyer_id__isnull=True)),
            models.Index(fields=["seller_id", "-placed_at"], name="order_by_seller"),
            models.Index(fields=["state"], name="order_at_door", condition=Q(way=Way.CASH.value, unpaid_minor__gt=0)),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Instalment(models.Model):
    """What is paid of an order after checkout: the balance of a deposit, or the cash at the door. Others have none.

    ``group_key`` names its payment, as an order's ``group_key`` names that of the checkout. ``days``: to pay it, once
    it is asked for.
    """

    pk = models.CompositePrimaryKey("seller_id", "order_key")
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    group_key = models.UUIDField(unique=True)
    due = models.CharField(max_length=8)
    goods_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    duty_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    fees_minor = models.BigIntegerField()
    days = models.SmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due__in=[Due.SHIPMENT, Due.DELIVERY]), name="instalment_due_known"),
            models.CheckConstraint(
                condition=Q(
                    goods_minor__gte=0, shipping_minor__gte=0, duty_minor__gte=0, tax_minor__gte=0, fees_minor__gte=0
                ),
                name="instalment_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(asked_at__isnull=False), name="instalment_asked_before_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due} of {self.order_key}"


class SellerPaymentTerms(models.Model):
    """What one seller allows her buyers: ``deposit_bp`` 0 is no deposit; ``deposit_from_minor`` in her currency."""

    seller_id = models.BigIntegerField(primary_key=True)
    deposit_bp = models.SmallIntegerField(default=0)
    deposit_from_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    balance_days = models.SmallIntegerField(default=0)
    cash = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(deposit_bp__range=(0, 9_999)), name="seller_terms_share"),
            models.CheckConstraint(
                condition=Q(deposit_from_minor__gte=0, balance_days__gte=0), name="seller_terms_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.seller_id}"


class OrderLine(models.Model):
    """One offer in an order, frozen. ``unit_minor`` in the seller's currency."""

    pk = models.CompositePrimaryKey("seller_id", "order_key", "position")
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    position = models.SmallIntegerField()
    offer_id = models.BigIntegerField()
    quantity = models.IntegerField()
    unit_minor = models.BigIntegerField()
    title = models.CharField(max_length=300)
    sku = models.CharField(max_length=100)
    hs_code = models.CharField(max_length=10)
    origin = models.CharField(max_length=2)
    weight_g = models.IntegerField()
    shipped = models.IntegerField(db_default=0)
    """units that are on their way or there"""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_quantity_positive"),
            models.CheckConstraint(condition=Q(shipped__range=(0, F("quantity"))), name="order_line_shipped_within"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.title}"


class Shipment(models.Model):
    """A part of an order that was shipped before the rest, with its own clock. An order shipped at once has none.

    ``units``: [line position, quantity] pairs; ``worth_minor``: their price, seller's currency, to share money by.
    """

    pk = models.CompositePrimaryKey("seller_id", "order_key", "number")
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    number = models.SmallIntegerField()
    units = models.JSONField()
    worth_minor = models.BigIntegerField()
    parcels = models.JSONField()
    """ids of its parcels"""
    shipped_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """when its money was released, or went back"""
    due_at = models.DateTimeField(null=True)
    left_s = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(worth_minor__gte=0), name="shipment_worth_not_negative")]
        indexes = [models.Index(fields=["due_at"], name="shipment_by_term", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"part {self.number} of {self.order_key}"


class OrderEvent(models.Model):
    """The audit trail: who did what, when, and what became of the order. Append-only."""

    pk = models.CompositePrimaryKey("seller_id", "order_key", "step")
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    step = models.SmallIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=12)
    source = models.CharField(max_length=10, blank=True)
    target = models.CharField(max_length=10)
    role = models.CharField(max_length=8)
    person_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)
    amount_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=["place", *_values(Action)]), name="order_event_action_known"
            ),
            models.CheckConstraint(condition=Q(role__in=_values(Role)), name="order_event_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.source} -> {self.target}"


class MoneyStep(models.Model):
    """What one step did with the order's money. Append-only.

    ``goods`` to ``fees`` and ``spread`` in minor units of the buyer's currency, the rest in the seller's. ``payable``
    and ``fee``: what she and the hub got (a release) or gave back (a return); ``reserve`` was kept of it, ``netting``
    taken for what she owed, ``owed`` she could not give back. ``*_borne``: duty and tax that had been handed on, in the
    buyer's currency; ``borne``: what she gave for them. ``reference`` names a step that was asked for.
    """

    pk = models.CompositePrimaryKey("seller_id", "order_key", "step", "event")
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    step = models.SmallIntegerField()
    event = models.CharField(max_length=15)
    at = models.DateTimeField()
    reference = models.CharField(max_length=100, blank=True)
    shipment = models.SmallIntegerField(null=True)
    goods_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    duty_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    fees_minor = models.BigIntegerField()
    spread_minor = models.BigIntegerField(default=0)
    payable_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    reserve_minor = models.BigIntegerField(default=0)
    netting_minor = models.BigIntegerField(default=0)
    owed_minor = models.BigIntegerField(default=0)
    duty_borne_minor = models.BigIntegerField(db_default=0, default=0)
    tax_borne_minor = models.BigIntegerField(db_default=0, default=0)
    borne_minor = models.BigIntegerField(db_default=0, default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(event__in=_values(Event)), name="money_step_event_known"),
            models.UniqueConstraint(
                fields=["seller_id", "order_key", "reference", "event"],
                condition=~Q(reference=""),
                name="money_step_once_by_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.step} of {self.order_key}"


class Reserve(models.Model):
    """What was kept of one release against chargebacks, in the seller's currency, and when it becomes hers."""

    pk = models.CompositePrimaryKey("seller_id", "order_key", "step")
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    step = models.SmallIntegerField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    left_minor = models.BigIntegerField()
    due_at = models.DateTimeField()
    freed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(left_minor__range=(0, F("amount_minor"))), name="reserve_within_amount")
        ]
        indexes = [models.Index(fields=["due_at"], name="reserve_by_day", condition=Q(left_minor__gt=0))]

    def __str__(self) -> str:
        return f"{self.left_minor} of {self.amount_minor} {self.currency}"


class FxConversion(models.Model):
    """One book's share of a deal with the bank: ``cost_minor`` is what its orders gave for what was sold."""

    pk = models.CompositePrimaryKey("seller_id", "key")
    key = models.UUIDField()
    seller_id = models.BigIntegerField()
    at = models.DateTimeField()
    sold = models.CharField(max_length=3)
    bought = models.CharField(max_length=3)
    sold_minor = models.BigIntegerField()
    bought_minor = models.BigIntegerField()
    cost_minor = models.BigIntegerField()

    class Meta:
        db_table = "orders_conversion"
        constraints = [
            models.CheckConstraint(
                condition=Q(sold_minor__gt=0, bought_minor__gte=0, cost_minor__gte=0), name="conversion_positive"
            )
        ]
        indexes = [models.Index(fields=["sold", "bought"], name="conversion_by_pair")]

    def __str__(self) -> str:
        return f"{self.sold} {self.sold_minor} -> {self.bought} {self.bought_minor}"
