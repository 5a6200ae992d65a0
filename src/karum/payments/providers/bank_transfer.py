"""Bank transfer: the buyer sends the money to the hub's account and names a reference; a statement brings the news.

The reference is an ISO 11649 creditor reference ("RF18 5390 0754 7034"), which banks check and carry unchanged. It is
made of the payment's key, so the same payment always has the same one.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from stdnum import iso11649
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from karum.money import Money
from karum.payments.domain import Instrument, Outcome, Pending, ProviderEvent, RefundOutcome
from karum.payments.hub_accounts import BadAccounts, account_for
from karum.payments.providers import BadWebhook

CODE = "bank_transfer"
PAY_DAYS = 7
_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWX"  # 32 of them; no I, O, Y or Z, which people and machines misread
_BODY_LETTERS = 12  # 60 bits of the key


class BankTransfer:
    """Nothing is asked of anybody: the money comes or it does not."""

    code = CODE

    def offered(self, country: str, amount: Money) -> bool:
        try:
            return account_for(amount.currency) is not None
        except BadAccounts:  # the doctor says so; the other ways to pay go on
            return False

    def start(self, key: UUID, amount: Money, instrument: Instrument, *, return_path: str) -> Outcome:
        return Pending(reference_of(key), pay_days=PAY_DAYS)

    def look(self, key: UUID, reference: str) -> Outcome | None:
        return Pending(reference_of(key), pay_days=PAY_DAYS)

    def refund(self, key: UUID, payment_reference: str, amount: Money) -> RefundOutcome:
        """A bank account gives nothing back by itself: the hub transfers it."""
        return RefundOutcome("", manual=True)

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> ProviderEvent | None:
        raise BadWebhook("a bank account sends no messages; its statements are read")


def reference_of(key: UUID) -> str:
    """``RF`` with its two check digits and twelve letters, without spaces."""
    number, body = key.int >> 4, ""
    for _ in range(_BODY_LETTERS):
        number, place = divmod(number, len(_LETTERS))
        body += _LETTERS[place]
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"


def spaced(reference: str) -> str:
    """As people read it: in groups of four."""
    return " ".join(reference[i : i + 4] for i in range(0, len(reference), 4))


def tidy_reference(text: str) -> str:
    """The creditor reference in ``text`` without spaces, or empty when its check digits are wrong."""
    try:
        return str(iso11649.validate(text))
    except ValidationError:
        return ""
