"""Letters of payments, each in its reader's language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from karum.money import Money
from karum.notices.services import Kind, Text, tell
from karum.parties.queries import business, owners_emails
from karum.payments.queries.bank import BankAccountCard
from karum.runtime.settings import settings
from karum.runtime.wording import moment_text, money_text

RETURNED = (
    _("A payout of %(amount)s came back"),
    _(
        "The bank did not pay %(amount)s to the account of %(firm)s (%(reference)s). It said: %(reason)s. The money is "
        "yours and waits for the next payout. Please look at your bank account here: %(link)s"
    ),
)


CHANGED = (
    _("The bank account of %(firm)s was changed"),
    _(
        "Payouts of %(firm)s in %(currency)s will go to another account: %(account)s. Nothing is paid to it before "
        "%(moment)s. Was it not you? Change it back here, and tell the hub: %(link)s"
    ),
)


def account_changed(seller_id: int, card: BankAccountCard) -> None:
    """Tell the owners that their money will go elsewhere; the letter is queued in the caller's transaction."""
    firm, usable_from = business(seller_id), card.usable_from
    if firm is None or usable_from is None:
        return
    path = f"/desk/{firm.slug}/profile"

    def write() -> Text:
        places = {
            "firm": firm.name,
            "currency": card.currency,
            "account": card.masked,
            "moment": moment_text(usable_from),
            "link": settings().base_url + path,
        }
        subject, body = CHANGED
        return Text(gettext(subject) % places, gettext(body) % places)

    tell(Kind.MONEY, owners_emails(seller_id), write, language=firm.language, country=firm.country, path=path)


def payout_came_back(seller_id: int, amount: Money, reference: str, reason: str) -> None:
    """Tell the owners of the firm; the letter is queued in the caller's transaction."""
    firm = business(seller_id)
    if firm is None:
        return
    path = f"/desk/{firm.slug}/money"

    def write() -> Text:
        places = {
            "amount": money_text(amount),
            "firm": firm.name,
            "reference": reference,
            "reason": reason,
            "link": settings().base_url + path,
        }
        subject, body = RETURNED
        return Text(gettext(subject) % places, gettext(body) % places)

    tell(
        Kind.MONEY,
        owners_emails(seller_id),
        write,
        language=firm.language,
        country=firm.country,
        path=path,
        tag=reference,
    )
