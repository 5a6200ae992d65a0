"""Shipping's tables. Everything carries its seller: an order's parcels live beside the order."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from karum.shipping.domain import MODES
from karum.shipping.domain.parcels import EVENTS


class SellerDispatch(models.Model):
    """How one seller sends: the country it sends from, its cut-off, the days on which it is closed."""

    seller_id = models.BigIntegerField(primary_key=True)
    country = models.CharField(max_length=2)
    cut_off = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    closed_on = ArrayField(models.DateField(), default=list, blank=True)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    away_sells = models.BooleanField(default=False)
    """Whether people may order while she is away, and wait."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None) | Q(away_from__lte=F("away_until")),
                name="dispatch_away_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} from {self.country}"


class Zone(models.Model):
    """Countries that share a seller's rates; no country at all means the rest of the world."""

    seller_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller_id", "name"], name="zone_name_unique"),
            models.UniqueConstraint(fields=["seller_id"], condition=Q(countries=[]), name="zone_one_rest_of_world"),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id}: {self.name}"


class Rate(models.Model):
    """One service in one zone, in minor units: ``weight_bands`` [[up to g, price]], ``goods_bands`` [[from, price]]."""

    seller_id = models.BigIntegerField()
    zone = models.ForeignKey(Zone, models.CASCADE, related_name="rates")
    code = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    carrier = models.CharField(max_length=50)
    mode = models.CharField(max_length=10, choices=[(mode, mode) for mode in MODES])
    tracked = models.BooleanField()
    insured = models.BooleanField(default=False)
    currency = models.CharField(max_length=3)
    weight_bands = models.JSONField()
    goods_bands = models.JSONField(default=list, blank=True)
    days_min = models.PositiveSmallIntegerField()
    days_max = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="rate_code_unique"),
            models.CheckConstraint(condition=Q(days_min__lte=F("days_max")), name="rate_days_in_order"),
            models.CheckConstraint(condition=Q(mode__in=MODES), name="rate_mode_known"),
        ]
        indexes = [models.Index(fields=["seller_id", "zone"], name="rate_seller")]

    def __str__(self) -> str:
        return f"{self.seller_id}: {self.code}"


class Parcel(models.Model):
    """One parcel of one order, handed to a carrier."""

    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField()  # idempotency: the same form sent twice is one parcel
    carrier = models.CharField(max_length=50)
    tracking_number = models.CharField(max_length=50, blank=True)
    tracking_url = models.CharField(max_length=300, blank=True)
    weight_g = models.PositiveIntegerField(default=0)
    length_mm = models.PositiveIntegerField(default=0)
    width_mm = models.PositiveIntegerField(default=0)
    height_mm = models.PositiveIntegerField(default=0)
    contents = models.JSONField(default=list, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_key", "number"], name="parcel_number_unique"),
            models.UniqueConstraint(fields=["order_key", "key"], name="parcel_key_unique"),
            models.UniqueConstraint(
                fields=["carrier", "tracking_number", "order_key"],
                condition=~Q(tracking_number=""),
                name="parcel_tracking_unique",
            ),
        ]
        indexes = [models.Index(fields=["tracking_number"], name="parcel_tracking")]

    def __str__(self) -> str:
        return f"{self.order_key} {self.number}"


class TrackingEvent(models.Model):
    """Something that happened to a parcel; never changed, and the same news twice is one row."""

    seller_id = models.BigIntegerField()
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="events")
    step = models.CharField(max_length=20, choices=[(step.value, step.value) for step in EVENTS])
    at = models.DateTimeField()
    place = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    source = models.CharField(max_length=10, choices=[("seller", "seller"), ("carrier", "carrier")])
    note = models.CharField(max_length=300, blank=True)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "step", "at", "place"], name="tracking_event_once"),
            models.CheckConstraint(condition=Q(source__in=["seller", "carrier"]), name="tracking_event_source_known"),
            models.CheckConstraint(condition=Q(step__in=[s.value for s in EVENTS]), name="tracking_event_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.step}"


class OriginClaim(models.Model):
    """What a seller stated of the origin of an order's goods, word for word. Rows are only added: the newest one holds.

    The exporter must be able to show for years what she stated; a row without text takes the statement back.
    """

    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    proof = models.CharField(max_length=40)
    scheme = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    reference = models.CharField(max_length=40, blank=True)
    criterion = models.CharField(max_length=40, blank=True)
    lines = ArrayField(models.PositiveSmallIntegerField(), default=list)
    text = models.TextField(blank=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seller_id", "order_key", "-id"], name="origin_claim_newest")]

    def __str__(self) -> str:
        return f"{self.order_key} {self.proof}"
