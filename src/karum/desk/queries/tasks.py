"""What a new shop still has to do before somebody can buy."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karum.catalogue import queries as catalogue
from karum.parties.queries import BusinessCard
from karum.payments import queries as payments
from karum.shipping import queries as shipping


@dataclass(frozen=True, slots=True)
class Task:
    """One step of opening a shop. ``page``: the name of its address at the desk."""

    page: str
    label: str
    why: str
    done: bool


def tasks(business: BusinessCard) -> list[Task]:
    """The steps in the order in which they help most."""
    products = catalogue.products_of_seller(business.id, get_language() or "en", limit=5)
    zones = shipping.zones_of(business.id)
    return [
        Task(
            "address", _("Your address"), _("It stands on customs papers and parcels."), bool(business.address.street)
        ),
        Task("page", _("Your story"), _("Buyers want to know whom they buy from."), bool(business.story)),
        Task("product-new", _("The first product"), _("Title, price, weight, and a photo."), bool(products)),
        Task(
            "shipping",
            _("Shipping prices"),
            _("Without them nobody can order."),
            any(zone.rates for zone in zones),
        ),
        Task(
            "bank",
            _("Bank account"),
            _("Where your money goes when buyers have their goods."),
            payments.bank_account(business.id, business.currency) is not None,
        ),
    ]
