"""What other packages do with shipping."""

from karum.shipping.domain import KINDS, check_tracking, postal_form
from karum.shipping.services.origin import state_origin, withdraw_origin
from karum.shipping.services.papers import (
    PaperIncomplete,
    PressFailed,
    paper_problems,
    render,
    render_many,
    render_pages,
)
from karum.shipping.services.parcels import add_event, add_parcel, hand_over, remove_parcel
from karum.shipping.services.rates import (
    copy_starter_rates,
    end_holiday,
    remove_rate,
    remove_zone,
    set_dispatch,
    set_holiday,
    set_rate,
    set_zone,
)

__all__ = [
    "KINDS",
    "PaperIncomplete",
    "PressFailed",
    "add_event",
    "add_parcel",
    "check_tracking",
    "copy_starter_rates",
    "end_holiday",
    "hand_over",
    "paper_problems",
    "postal_form",
    "remove_parcel",
    "remove_rate",
    "remove_zone",
    "render",
    "render_many",
    "render_pages",
    "set_dispatch",
    "set_holiday",
    "set_rate",
    "set_zone",
    "state_origin",
    "withdraw_origin",
]
