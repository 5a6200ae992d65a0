"""Shipping, pure: rates, promises, tracking numbers, and the papers that go with a consignment."""

from karum.shipping.domain.promise import dispatch_day, promise, promise_at, seller_day, weekend
from karum.shipping.domain.rates import (
    MODES,
    Dispatch,
    GoodsBand,
    Mode,
    RateRule,
    ShippingOption,
    WeightBand,
    ZoneRule,
    decide_options,
    pick_zone,
)
from karum.shipping.domain.tracking import CARRIERS, TrackingCheck, carrier_name, check_tracking

__all__ = [
    "CARRIERS",
    "MODES",
    "Dispatch",
    "GoodsBand",
    "Mode",
    "RateRule",
    "ShippingOption",
    "TrackingCheck",
    "WeightBand",
    "ZoneRule",
    "carrier_name",
    "check_tracking",
    "decide_options",
    "dispatch_day",
    "pick_zone",
    "promise",
    "promise_at",
    "seller_day",
    "weekend",
]
