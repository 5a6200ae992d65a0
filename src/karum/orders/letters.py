"""Letters about an order, each in the language of the one who reads it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from karum.notices.services import Kind, Text, tell
from karum.orders.domain.escrow import Escrow
from karum.orders.domain.instalments import Way
from karum.orders.domain.states import Action, State
from karum.orders.queries.orders import access_order_as_operator
from karum.orders.queries.view import OrderView
from karum.parties.queries import owners_emails
from karum.runtime.settings import settings
from karum.runtime.wording import moment_text, money_text


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
    Action.GO_AHEAD: Words(
        _("Thank you: order %(number)s is placed"),
        _("%(shop)s has your order. You pay %(unpaid)s in cash when it is at your door; nothing before."),
    ),
    Action.READY: Words(
        _("Order %(number)s is ready: please pay the balance"),
        _(
            "The goods are ready. Please pay the balance of %(unpaid)s by %(until)s; then they are shipped. If it does "
            "not come, the order ends and a part of your deposit stays with the seller. Pay here: %(pay)s"
        ),
    ),
    Action.PAY_BALANCE: Words(
        _("The balance of order %(number)s is paid"),
        _("Your %(total)s are held safely. %(shop)s ships now."),
    ),
    Action.FORFEIT: Words(
        _("Order %(number)s ended"),
        _(
            "It ended before the balance was paid. Of your deposit %(back)s go back the way they came; "
            "the rest stays with the seller."
        ),
    ),
    Action.COLLECT: Words(
        _("Order %(number)s is paid"),
        _("Your %(total)s were taken in cash and are held safely until you have looked at the goods."),
    ),
    Action.UNMET: Words(
        _("Order %(number)s goes back"),
        _("Nobody paid for it at the door, so it goes back to the seller. Nothing was charged."),
    ),
}

# Said instead where nothing or only a deposit was paid.
DEPOSIT_PAID = Words(
    _("Thank you: the deposit of order %(number)s is paid"),
    _(
        "%(shop)s has your order. Your deposit of %(paid)s is held safely. When the goods are ready we write to you: "
        "then the balance of %(unpaid)s is due."
    ),
)
NOTHING_PAID = Words(_("Order %(number)s is cancelled"), _("Nothing was paid, and nothing is asked of you."))

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
    Action.GO_AHEAD: Words(
        _("New order %(number)s, paid on delivery"),
        _("Somebody bought from you for %(total)s, paid in cash at the door. Please accept it or refuse it soon."),
    ),
    Action.PAY_BALANCE: Words(
        _("The balance of order %(number)s is paid"), _("All of the price is held. Please ship it.")
    ),
    Action.FORFEIT: Words(
        _("Order %(number)s ended without its balance"),
        _("Your stock is for sale again, and what the terms say of the deposit is yours."),
    ),
    Action.COLLECT: Words(
        _("Order %(number)s is paid"), _("The cash was taken at the door. It is yours when the buyer's time is over.")
    ),
    Action.UNMET: Words(
        _("Order %(number)s comes back"),
        _("Nobody paid at the door. When the goods are with you, say so: then they are for sale again."),
    ),
}


REMINDERS = {
    State.DELIVERED: Words(
        _("Did order %(number)s arrive well?"),
        _(
            "%(shop)s's parcel was delivered some days ago. If all is well, please confirm: then the seller is paid. "
            "If something is wrong, say so before %(until)s: after that the seller is paid by itself."
        ),
    ),
    State.READY: Words(
        _("The balance of order %(number)s is due soon"),
        _(
            "%(unpaid)s are to be paid by %(until)s. If they do not come, the order ends and a part of your deposit "
            "stays with the seller. Pay here: %(pay)s"
        ),
    ),
}
"""What waits for the buyer, by where the order stands."""


_GIVING_UP = frozenset({Action.CANCEL, Action.LAPSE, Action.REFUSE})


@transaction.atomic
def send(seller_id: int, key: UUID, action: str) -> int:
    """Write to the buyer and to the seller's owners what ``action`` means for them; return how many letters went.

    All of them are queued or none, so doing it again after a failure writes to nobody twice.
    """
    order = access_order_as_operator(seller_id, key)
    word = Action(action)
    sent = 0
    never_paid = order.escrow is Escrow.VOIDED and order.way is not Way.CASH
    if word in TO_BUYER and not (word is Action.CANCEL and never_paid):
        path = reverse("orders:order", args=[order.token])
        # Where a part is on its way, only the rest was given up.
        said = Action.REFUND if word in _GIVING_UP and order.state in (State.SHIPPED, State.COMPLETED) else word
        sent += _tell(
            Kind.ORDERS, _to_buyer(said, order), order, [order.email], order.language, order.ship_to.country, path
        )
    if word in TO_SELLER and (order.way is Way.CASH or (order.payment and order.payment.is_paid)):
        path = reverse("desk:order", args=[order.seller.slug, order.key])
        to, seller = owners_emails(seller_id), order.seller
        sent += _tell(Kind.SALES, TO_SELLER[word], order, to, seller.language, seller.country, path)
    return sent


def remind(seller_id: int, key: UUID, *, now: datetime) -> int:
    """Remind the buyer of what waits for her; nothing where she did it, or the clock stands still or has run out."""
    order = access_order_as_operator(seller_id, key)
    words = REMINDERS.get(order.state)
    if words is None or order.stops or order.due_at is None or order.due_at <= now:
        return 0
    if order.state is State.DELIVERED and order.unpaid:
        return 0
    path = reverse("orders:order", args=[order.token])
    return _tell(Kind.REMINDERS, words, order, [order.email], order.language, order.ship_to.country, path)


def _to_buyer(word: Action, order: OrderView) -> Words:
    if word is Action.PAY and order.way is Way.DEPOSIT:
        return DEPOSIT_PAID
    return NOTHING_PAID if word in _GIVING_UP and order.escrow is Escrow.VOIDED else TO_BUYER[word]


def _tell(kind: Kind, words: Words, order: OrderView, to: list[str], language: str, country: str, path: str) -> int:
    def write() -> Text:
        places = {
            "number": order.number,
            "shop": order.seller.name,
            "total": money_text(order.total),
            "back": money_text(order.refunded),
            "paid": money_text(order.paid_so_far),
            "unpaid": money_text(order.unpaid),
            "until": moment_text(order.due_at) if order.due_at else "",
            "pay": settings().base_url + reverse("orders:pay", args=[order.later.token]) if order.later else "",
            "link": settings().base_url + path,
        }
        body = "\n\n".join(gettext(text) % places for text in (words.body, _END))
        return Text(gettext(words.subject) % places, body)

    return tell(kind, to, write, language=language, country=country, path=path, tag=order.number)
