"""Shipping, pure: rates, promises, tracking numbers, and the papers that go with a consignment."""

from karum.shipping.domain.facts import Missing, missing_facts
from karum.shipping.domain.papers import KINDS, LANGUAGES, Charge, Kind, Language, Line, Paper, PaperParcel, Party
from karum.shipping.domain.parcels import EventCard, ParcelCard, Refused, Step
from karum.shipping.domain.postal_forms import postal_form
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
    "KINDS",
    "LANGUAGES",
    "MODES",
    "Charge",
    "Dispatch",
    "EventCard",
    "GoodsBand",
    "Kind",
    "Language",
    "Line",
    "Missing",
    "Mode",
    "Paper",
    "PaperParcel",
    "ParcelCard",
    "Party",
    "RateRule",
    "Refused",
    "ShippingOption",
    "Step",
    "TrackingCheck",
    "WeightBand",
    "ZoneRule",
    "carrier_name",
    "check_tracking",
    "decide_options",
    "dispatch_day",
    "missing_facts",
    "pick_zone",
    "postal_form",
    "promise",
    "promise_at",
    "seller_day",
    "weekend",
]
