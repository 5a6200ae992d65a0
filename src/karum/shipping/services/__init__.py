"""What other packages do with shipping."""

from karum.shipping.domain import check_tracking
from karum.shipping.services.parcels import add_event, add_parcel
from karum.shipping.services.rates import remove_rate, remove_zone, set_dispatch, set_rate, set_zone

__all__ = [
    "add_event",
    "add_parcel",
    "check_tracking",
    "remove_rate",
    "remove_zone",
    "set_dispatch",
    "set_rate",
    "set_zone",
]
