"""What orders say to people, in their language."""

from django.utils.translation import gettext as _

from karum.orders.domain.instalments import Way
from karum.orders.domain.placing import Refusal
from karum.orders.domain.release_clock import Rule, Stop, Whose
from karum.orders.domain.states import Action, Role, State
from karum.orders.queries.view import OrderView
from karum.orders.services.answers import CannotAct


def state_text(state: str) -> str:
    """The state in a word or two."""
    return {
        State.PLACED: _("Waiting for payment"),
        State.PROMISED: _("Ordered, paid on delivery"),
        State.PAID: _("Paid"),
        State.ACCEPTED: _("Being prepared"),
        State.READY: _("Ready, the balance is due"),
        State.SHIPPED: _("On its way"),
        State.DELIVERED: _("Delivered"),
        State.COMPLETED: _("Complete"),
        State.EXPIRED: _("Not paid in time"),
        State.CANCELLED: _("Cancelled"),
        State.REFUSED: _("Refused by the seller"),
        State.REFUNDED: _("Refunded"),
        State.RETURNING: _("Not paid at the door, on its way back"),
        State.FORFEITED: _("Ended: the balance was not paid"),
    }[State(state)]


def stands_text(order: OrderView) -> str:
    """Where an order stands, with what of its price is not paid yet."""
    if order.unpaid and order.way is Way.DEPOSIT and order.state is State.PAID:
        return _("Deposit paid")
    if order.unpaid and order.state is State.DELIVERED:
        return _("Delivered, not paid yet")
    return state_text(order.state)


def action_text(action: str) -> str:
    """One step of the audit trail, as a past event."""
    if action == "place":
        return _("Order placed")
    return {
        Action.PAY: _("Payment received and held safely"),
        Action.EXPIRE: _("Time to pay ran out"),
        Action.CANCEL: _("Order cancelled"),
        Action.ACCEPT: _("Seller accepted the order"),
        Action.REFUSE: _("Seller refused the order"),
        Action.LAPSE: _("Seller did not answer in time"),
        Action.SHIP: _("Parcel handed over to the carrier"),
        Action.DELIVER: _("Parcel delivered"),
        Action.CONFIRM: _("Buyer confirmed the arrival"),
        Action.RELEASE: _("Term ran out, the seller is paid"),
        Action.REFUND: _("Part of the money sent back"),
        Action.REFUND_REST: _("Money sent back"),
        Action.STOP_CLOCK: _("Clock stopped: nothing is paid out until this is decided"),
        Action.START_CLOCK: _("Clock runs again"),
        Action.REGAIN: _("Chargeback won: the money is back"),
        Action.SHIP_PART: _("A part of the goods was handed over to the carrier"),
        Action.DELIVER_PART: _("A part of the goods was delivered"),
        Action.CONFIRM_PART: _("Buyer confirmed that a part arrived"),
        Action.RELEASE_PART: _("Term of a part ran out, the seller is paid for it"),
        Action.GO_AHEAD: _("Ordered: the money is paid on delivery"),
        Action.READY: _("The goods are ready: the balance is asked for"),
        Action.PAY_BALANCE: _("Balance received and held safely"),
        Action.FORFEIT: _("Ended without the balance: a part of the deposit went back"),
        Action.COLLECT: _("Cash taken and held safely"),
        Action.UNMET: _("Not paid at the door: the goods go back to the seller"),
        Action.TAKE_BACK: _("The goods are back with the seller"),
        Action.WRITE_OFF: _("The goods did not come back"),
    }[Action(action)]


def role_text(role: str) -> str:
    """Who did it."""
    return {
        Role.BUYER: _("Buyer"),
        Role.SELLER: _("Seller"),
        Role.HUB: _("Hub"),
        Role.CLOCK: _("Term"),
        Role.PROVIDER: _("Payment provider"),
    }[Role(role)]


def term_text(state: str) -> str:
    """What happens when the term of ``state`` runs out, with a place for the ``moment``; empty without a term."""
    return {
        State.PLACED: _("If it is not paid by %(moment)s, the goods go back on sale."),
        State.PROMISED: _("The seller accepts by %(moment)s, or the order ends."),
        State.PAID: _("The seller accepts by %(moment)s, or the buyer gets everything back."),
        State.ACCEPTED: _("The seller ships by %(moment)s, or the buyer gets everything back."),
        State.SHIPPED: _("The seller is paid on %(moment)s, or as soon as the buyer confirms."),
        State.READY: _(
            "The balance is paid by %(moment)s, or the order ends and the seller keeps a part of the deposit."
        ),
        State.DELIVERED: _("The seller is paid on %(moment)s, or as soon as the buyer confirms."),
        State.RETURNING: _("The goods are back with the seller by %(moment)s, or count as lost."),
    }.get(State(state), "")


def whose_text(whose: str) -> str:
    """Who gets a slice of the money."""
    return {
        Whose.SELLER: _("Goods and shipping, for the seller"),
        Whose.PAYABLE: _("The seller's own"),
        Whose.RESERVE: _("The seller's own, kept in reserve"),
        Whose.FEE: _("The hub's fee"),
        Whose.DUTY: _("Duty and clearance, set aside for customs"),
        Whose.TAX: _("Import tax, set aside for the tax office"),
        Whose.BUYER: _("Back to the buyer"),
        Whose.UNPAID: _("Not paid yet"),
    }[Whose(whose)]


def rule_text(rule: Rule) -> str:
    """A term of the hub in words, with its length and version."""
    return {
        "arrive_days": _("%(days)s days after the last promised day (terms %(version)s)"),
        "inspect_days": _("%(days)s days after delivery (terms %(version)s)"),
        "reserve_days": _("kept for %(days)s days after release (terms %(version)s)"),
    }[rule.term] % {"days": rule.days, "version": rule.version}


def stop_text(stop: str) -> str:
    """What would change the day of release."""
    return {
        Stop.CONFIRM: _("Sooner, when the buyer confirms that all is well."),
        Stop.DELIVERY: _("Another day, when the carrier reports the delivery."),
        Stop.COMPLAINT: _("Not before it is decided, when the buyer reports a problem."),
        Stop.CHARGEBACK: _("Not before it is decided, when the buyer's bank asks for the money."),
        Stop.REFUND: _("Less, when the seller gives a part back."),
        Stop.SELLER: _("Back to the buyer, when the seller does not act in time."),
        Stop.BALANCE: _("A part to the seller and the rest back to the buyer, when the balance is not paid in time."),
    }[Stop(stop)]


def refusal_text(reason: Refusal, title: str = "") -> str:
    """Why an order was not placed, and what to do."""
    return {
        Refusal.UNKNOWN_OFFER: _("“%(title)s” is no longer offered. Nothing was charged."),
        Refusal.SHOP_CLOSED: _("This shop is closed. Nothing was charged."),
        Refusal.ON_HOLIDAY: _("The seller is on holiday and takes no orders meanwhile. Nothing was charged."),
        Refusal.NOT_FOR_SALE: _("“%(title)s” is not for sale at the moment. Nothing was charged."),
        Refusal.SOLD_OUT: _("Somebody was quicker: “%(title)s” is sold out, or fewer are left. Nothing was charged."),
        Refusal.QUANTITY: _("“%(title)s” cannot be bought in this quantity any more. Nothing was charged."),
        Refusal.PRICE_CHANGED: _("The price changed. Nothing was charged: please look at the new price below."),
        Refusal.QUOTE_EXPIRED: _("The price was held for you for a while, and that time is over. Nothing was charged."),
        Refusal.KEY_REUSED: _("This page was used for another order already. Please check your cart again."),
        Refusal.PARTY_CHECK: _(
            "We must check one thing about this sale before it can go on; this usually takes a day. "
            "Nothing was charged."
        ),
        Refusal.PARTY_BLOCKED: _("We cannot complete this sale. Nothing was charged."),
        Refusal.AT_DOOR: _(
            "You have orders under way that are paid on delivery. Pay this one now, or wait until those are paid."
        ),
        Refusal.GROUP: _("Another part of your order could not be placed, so nothing was."),
    }[reason] % {"title": title}


def cannot_text(reason: CannotAct) -> str:
    """Why nothing was done."""
    return {
        CannotAct.NOT_FOUND: _("There is no such order."),
        CannotAct.NOT_NOW: _("That cannot be done now: the order has moved on. Look at where it stands."),
        CannotAct.AMOUNT: _("The amount must be more than zero and not more than what is left."),
        CannotAct.NOT_COVERED: _("There is less in your account than you would give back."),
        CannotAct.TOO_MANY: _("The parcels hold more than is left to ship. Look at what is in them."),
        CannotAct.STOPPED: _("There is a complaint about this order: nothing is released until it is decided."),
        CannotAct.UNPAID: _("That waits for money: the rest of the price is not paid yet."),
        CannotAct.WHOLE: _("What is paid at the door is shipped whole: put everything into these parcels."),
        CannotAct.AT_THE_BANK: _("The buyer's bank just took this money back. Look at the order again in a minute."),
        CannotAct.PAID_MEANWHILE: _("The payment came through just now. Look at where the order stands."),
    }[reason]
