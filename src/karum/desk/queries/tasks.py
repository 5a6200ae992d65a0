"""What a new shop still has to do before somebody can buy."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karum.catalogue import queries as catalogue
from karum.desk.queries.drafts import drafts
from karum.parties.queries import BusinessCard
from karum.payments import queries as payments
from karum.shipping import queries as shipping


@dataclass(frozen=True, slots=True)
class Task:
    """One step of opening a shop. ``page``: the name of its address at the desk. ``minutes``: about how long."""

    page: str
    label: str
    why: str
    minutes: int
    done: bool
    is_needed: bool = True
    """without it nobody can buy"""


def tasks(business: BusinessCard) -> list[Task]:
    """The steps in the order in which they help most."""
    products = catalogue.products_of_seller(business.id, get_language() or "en", limit=20)
    begun = not products and bool(drafts(business.id))
    zones = shipping.zones_of(business.id)
    return [
        Task(
            "products" if begun else "product-new",
            _("The first product"),
            _("You have begun: finish the draft.") if begun else _("A photo, a title, a price, the weight."),
            2,
            bool(products),
        ),
        Task(
            "shipping",
            _("Shipping prices"),
            _("Without them nobody can order. You can begin with usual ones."),
            1,
            any(zone.rates for zone in zones),
        ),
        Task(
            "address",
            _("Your address"),
            _("It stands on customs papers and parcels."),
            1,
            bool(business.address.street),
        ),
        Task(
            "bank",
            _("Bank account"),
            _("Where your money goes when buyers have their goods."),
            2,
            payments.bank_account(business.id, business.currency) is not None,
            is_needed=False,
        ),
        Task(
            "page",
            _("Your story"),
            _("Buyers want to know whom they buy from."),
            3,
            bool(business.story),
            is_needed=False,
        ),
    ]
