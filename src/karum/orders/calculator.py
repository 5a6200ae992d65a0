"""The way to the calculator's page, with an offer filled in."""

from urllib.parse import urlencode

from django.urls import reverse

from karum.orders.domain.doors import DoorLine
from karum.shipping.domain import ShippingOption


def calculator_address(
    line: DoorLine, seller_country: str, destination: str, option: ShippingOption | None = None
) -> str:
    """The page that reckons these goods; carried for nothing where there is no ``option`` in the price's currency."""
    offer, unit = line.offer, line.unit
    way = option if option and option.price.currency == unit.currency else None
    words = {
        "what": offer.hs_code,
        "seller": seller_country,
        "origin": offer.origin,
        "to": destination,
        "value": unit.text,
        "currency": unit.currency,
        "quantity": line.quantity,
        "weight": f"{offer.weight_g / 1000:g}",
        "shipping": way.price.text if way else "0",
        "mode": way.mode if way and way.mode in ("post", "courier") else "",
        "channel": "consignment" if way and way.mode == "freight" else "parcel",
        "terms": getattr(offer, "incoterm", "DAP"),
    }
    return f"{reverse('shop:calculator')}?{urlencode(words)}"
