"""Letters of payments, each in its reader's language."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext, override, to_locale
from django.utils.translation import gettext_noop as _

from karum.money import Money, format_money
from karum.parties.queries import business, owners_emails
from karum.payments.queries.bank import BankAccountCard
from karum.runtime.settings import settings
from karum.runtime.wording import moment_text

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
    firm, to = business(seller_id), owners_emails(seller_id)
    if firm is None or not to or card.usable_from is None:
        return
    with override(firm.language):
        places = {
            "firm": firm.name,
            "currency": card.currency,
            "account": card.masked,
            "moment": moment_text(card.usable_from),
            "link": f"{settings().base_url}/desk/{firm.slug}/profile",
        }
        subject, body = CHANGED
        EmailMessage(" ".join((gettext(subject) % places).split()), gettext(body) % places, to=to).send()


def payout_came_back(seller_id: int, amount: Money, reference: str, reason: str) -> None:
    """Tell the owners of the firm; the letter is queued in the caller's transaction."""
    firm, to = business(seller_id), owners_emails(seller_id)
    if firm is None or not to:
        return
    with override(firm.language):
        places = {
            "amount": format_money(amount, to_locale(firm.language)),
            "firm": firm.name,
            "reference": reference,
            "reason": reason,
            "link": f"{settings().base_url}/desk/{firm.slug}/money",
        }
        subject, body = RETURNED
        EmailMessage(" ".join((gettext(subject) % places).split()), gettext(body) % places, to=to).send()
