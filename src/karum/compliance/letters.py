"""Letters about a case that was decided, to the one whom it concerns, in her language. They accuse nobody."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from karum.compliance.models import Case
from karum.notices.services import Kind, Text
from karum.notices.services import tell as tell_people
from karum.parties.queries import business, owners_emails
from karum.runtime.settings import settings

BUYER = {
    "cleared": (
        _("You can go on with your order"),
        _("We have checked what we had to, and all is well. Your cart is as you left it: %(link)s"),
    ),
    "blocked": (
        _("We cannot go on with your order"),
        _("We had to check one thing about it, and may not complete it. Nothing was charged. If you think that this "
          "is a mistake, please answer this letter: a person will look at it."),
    ),
}  # fmt: skip
BUSINESS = {
    "cleared": (
        _("The check of %(firm)s is done"),
        _("We have checked what we had to, and all is well. Publishing and payouts go on as before: %(link)s"),
    ),
    "blocked": (
        _("%(firm)s cannot trade on %(hub)s"),
        _("We had to check one thing about the firm, and may not trade with it. If you think that this is a mistake, "
          "please answer this letter: a person will look at it."),
    ),
}  # fmt: skip


def tell(case: Case) -> None:
    """Write to the buyer, or to the owners of the business; the letter is queued in the caller's transaction."""
    is_firm = case.subject == "business" and case.subject_id is not None
    to = owners_emails(case.subject_id) if is_firm and case.subject_id else [case.email] if case.email else []
    if not to:
        return
    firm = business(case.subject_id) if is_firm and case.subject_id else None
    path = f"/desk/{firm.slug}" if firm else "/cart"
    subject, body = (BUSINESS if firm else BUYER)[case.state]
    places = {
        "firm": firm.name if firm else "",
        "hub": settings().hub_name,
        "link": settings().base_url + path,
    }
    tell_people(
        Kind.ACCOUNT,
        to,
        lambda: Text(gettext(subject) % places, gettext(body) % places),
        language=case.language,
        path=path,
    )
