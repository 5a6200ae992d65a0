"""What payments say to people, in their language."""

from django.utils.translation import gettext as _

from karum.payments.domain import CardError, PaymentRecord, PaymentState
from karum.payments.domain.tiers import Document


def card_error(error: CardError) -> str:
    """A sentence that says what to do."""
    return {
        CardError.NUMBER_MISSING: _("Type the card number."),
        CardError.NUMBER_NOT_DIGITS: _("A card number has digits only."),
        CardError.NUMBER_LENGTH: _("A card number has 12 to 19 digits. Some are missing or too many."),
        CardError.NUMBER_CHECK_DIGIT: _("This is not a card number: a digit is wrong. Check it against the card."),
        CardError.EXPIRY_FORMAT: _("Write month and year as on the card, for example 04/29."),
        CardError.EXPIRY_PAST: _("This card is no longer valid. Use another one."),
        CardError.CODE_FORMAT: _("The security code has 3 or 4 digits. It is on the back of most cards."),
    }[error]


def decline_reason(reason: str) -> str:
    """Why the provider said no, as a buyer may read it."""
    return {
        "insufficient_funds": _("There is not enough money on this card."),
        "not_approved": _("The payment was not approved at your bank."),
        "account_empty": _("There is not enough money on this mobile money account."),
        "no_such_account": _("This number has no mobile money account. Check it, or use another one."),
        "not_approved_on_phone": _("The payment was not approved on the phone."),
        "session_expired": _("The time to pay ran out. Nothing was charged. Try again."),
        "limit_reached": _("This is more than one person may pay in this way in that time. Choose another way to pay."),
        "not_received": _("Your payment did not reach the payment provider. Nothing was charged. Try again."),
    }.get(reason, _("Your bank declined this payment. Nothing was charged. Try again or use another card."))


def method_name(code: str) -> str:
    return {
        "card": _("Card"),
        "mobile_money": _("Mobile money"),
        "bank_transfer": _("Bank transfer"),
        "cash": _("Cash"),
    }.get(code, code)


def state_text(payment: PaymentRecord) -> str:
    return {
        PaymentState.CREATED: _("Waiting for the payment provider"),
        PaymentState.PENDING: _("Waiting for confirmation"),
        PaymentState.SUCCEEDED: _("Paid"),
        PaymentState.DECLINED: _("Declined"),
        PaymentState.EXPIRED: _("Not paid in time"),
        PaymentState.SURPLUS: _("Going back to the buyer"),
        PaymentState.PARTLY_REFUNDED: _("Partly refunded"),
        PaymentState.REFUNDED: _("Refunded"),
        PaymentState.RETURNED: _("Sent back to the buyer"),
    }[payment.state]


def tier_name(code: str) -> str:
    """How far a firm is known. A hub that writes tiers of its own names them itself."""
    return {"new": _("New"), "identified": _("Identified"), "verified": _("Verified")}.get(code, code)


def document_name(code: str) -> str:
    """What a seller shows of herself."""
    return {
        Document.IDENTITY: _("identity of the owner"),
        Document.REGISTER: _("extract of the company register"),
        Document.OWNERS: _("who owns the firm"),
        Document.BANK: _("statement of the bank account"),
        Document.ADDRESS: _("proof of the address"),
    }[Document(code)]
