"""The words for movements at the bank: what one is, why a person has to look, what lies between bank and ledger."""

from django.utils.translation import gettext as _

from karum.payments.domain.matching import EntryKind, Why


def kind_text(kind: str) -> str:
    """What a movement was matched to, or may be."""
    return {
        EntryKind.PAYOUT: _("Payout to a seller"),
        EntryKind.RUN: _("A whole payout run"),
        EntryKind.PAYOUT_BACK: _("Payout that came back"),
        EntryKind.RECEIPT: _("A buyer's transfer"),
        EntryKind.SETTLEMENT: _("Settlement of a provider"),
        EntryKind.REFUND: _("Refund to a buyer"),
        EntryKind.CHARGE: _("Charge of the bank"),
        EntryKind.SENT_BACK: _("Sent back to the payer"),
        EntryKind.OWN: _("The hub's own transfer"),
    }[EntryKind(kind)]


def why_text(why: str) -> str:
    """Why a person has to look."""
    return {
        Why.UNKNOWN_IN: _("came in, and nobody knows for what"),
        Why.UNKNOWN_OUT: _("went out, and nobody knows for what"),
        Why.OTHER_AMOUNT: _("names something of another amount"),
        Why.NOT_SENT: _("names a payout that was not sent"),
        Why.SETTLED_BEFORE: _("names a payout that was settled before"),
        Why.LESS_CAME_BACK: _("less came back than was paid"),
        Why.WRONG_CURRENCY: _("names a payment in another currency"),
    }[Why(why)]


def item_text(kind: str) -> str:
    """One thing that the bank's statement and the ledger do not share."""
    return {
        "not_booked": _("less: on the statement, not yet in the ledger"),
        "payout": _("less: paid in the ledger, not yet on a statement"),
        "payout_back": _("less: came back in the ledger, not yet on a statement"),
        "settlement": _("less: settlement announced, not yet on a statement"),
        "conversion": _("less: changed at the bank, not yet on a statement"),
        "tax": _("less: duty and tax handed over, not yet on a statement"),
        "other": _("less: in the ledger's bank account, on no statement"),
    }[kind]
