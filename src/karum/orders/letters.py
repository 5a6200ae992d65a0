"""Letters about an order, each in the language of the one who reads it."""

from dataclasses import dataclass
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override, to_locale
from django.utils.translation import gettext_noop as _

from karum.money import format_money
from karum.orders.domain.states import Action, State
from karum.orders.queries.orders import access_order_as_operator
from karum.orders.queries.view import OrderView
from karum.parties.queries import owners_emails
from karum.runtime.settings import settings


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body of a letter: msgids with the places number, shop, total, back, link."""

    subject: str
    body: str


_END = _("Everything about the order, with its dates and its money: %(link)s")

TO_BUYER = {
    Action.PAY: Words(
        _("Thank you: order %(number)s is paid"),
        _(
            "%(shop)s has your order. Your %(total)s are held safely and go to the seller "
            "only when the goods have arrived."
        ),
    ),
    Action.ACCEPT: Words(
        _("%(shop)s accepted order %(number)s"),
        _("Your order is being prepared. You hear from us when it is on its way."),
    ),
    Action.SHIP: Words(
        _("Order %(number)s is on its way"),
        _("%(shop)s handed your parcel over. When it is there, please confirm: that is when the seller is paid."),
    ),
    Action.SHIP_PART: Words(
        _("A part of order %(number)s is on its way"),
        _("%(shop)s handed over a part of your order; the rest follows. The seller is paid for each part on its own."),
    ),
    Action.DELIVER: Words(
        _("Order %(number)s was delivered"),
        _("Please look at the goods and confirm that all is well. Without news from you the seller is paid by itself."),
    ),
    Action.CONFIRM: Words(_("Order %(number)s is complete"), _("You confirmed that the goods arrived. Enjoy them!")),
    Action.RELEASE: Words(
        _("Order %(number)s is complete"), _("The time to look at the goods is over, and the seller was paid.")
    ),
    Action.EXPIRE: Words(
        _("Order %(number)s was not paid in time"), _("Nothing was charged. The goods are for sale again.")
    ),
    Action.CANCEL: Words(_("Order %(number)s is cancelled"), _("What you paid, %(back)s, goes back the way it came.")),
    Action.LAPSE: Words(
        _("Order %(number)s is cancelled"),
        _("%(shop)s did not answer in time. What you paid, %(back)s, goes back the way it came."),
    ),
    Action.REFUSE: Words(
        _("%(shop)s cannot fulfil order %(number)s"),
        _("We are sorry. What you paid, %(back)s, goes back the way it came."),
    ),
    Action.REFUND: Words(_("A refund for order %(number)s"), _("%(back)s of your order go back the way they came.")),
    Action.REFUND_REST: Words(
        _("A refund for order %(number)s"), _("%(back)s of your order go back the way they came.")
    ),
}

TO_SELLER = {
    Action.PAY: Words(
        _("New order %(number)s"), _("Somebody bought from you for %(total)s. Please accept it or refuse it soon.")
    ),
    Action.CANCEL: Words(_("Order %(number)s is cancelled"), _("Please do not ship it. Your stock is for sale again.")),
    Action.LAPSE: Words(
        _("Order %(number)s ran out of time"),
        _("It was neither accepted nor shipped in time, and the buyer got her money back."),
    ),
    Action.CONFIRM: Words(
        _("Order %(number)s is complete"), _("The buyer confirmed. The money is yours and will be paid out.")
    ),
    Action.RELEASE: Words(_("Order %(number)s is complete"), _("The money is yours and will be paid out.")),
}


_GIVING_UP = frozenset({Action.CANCEL, Action.LAPSE, Action.REFUSE})


@transaction.atomic
def send(seller_id: int, key: UUID, action: str) -> int:
    """Write to the buyer and to the seller's owners what ``action`` means for them; return how many letters went.

    All of them are queued or none, so doing it again after a failure writes to nobody twice.
    """
    order = access_order_as_operator(seller_id, key)
    word = Action(action)
    sent = 0
    if word in TO_BUYER and (word is not Action.CANCEL or order.refunded):
        path = reverse("orders:order", args=[order.token])
        # Where a part is on its way, only the rest was given up.
        said = Action.REFUND if word in _GIVING_UP and order.state in (State.SHIPPED, State.COMPLETED) else word
        sent += _send(TO_BUYER[said], order, [order.email], order.language, path)
    if word in TO_SELLER and order.payment and order.payment.is_paid:
        path = reverse("desk:order", args=[order.seller.slug, order.key])
        sent += _send(TO_SELLER[word], order, owners_emails(seller_id), order.seller.language, path)
    return sent


def _send(words: Words, order: OrderView, to: list[str], language: str, path: str) -> int:
    if not to:
        return 0
    with override(language):
        locale = to_locale(language)
        places = {
            "number": order.number,
            "shop": order.seller.name,
            "total": format_money(order.total, locale),
            "back": format_money(order.refunded, locale),
            "link": settings().base_url + path,
        }
        body = "\n\n".join(gettext(text) % places for text in (words.body, _END))
        subject = " ".join((gettext(words.subject) % places).split())  # a shop's name may hold a line break
        return EmailMessage(subject, body, to=to).send()
