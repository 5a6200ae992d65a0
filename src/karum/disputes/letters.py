"""Letters about a case to both sides, each in her language: what happened, what happens next and when."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from karum.disputes.domain.states import FILED, Side
from karum.disputes.queries.cases import CaseView, EventView, case_by_id
from karum.disputes.words import clock_text, event_text, kind_text, outcome_text, side_text
from karum.notices.services import Kind, Text, tell
from karum.parties.queries import owners_emails
from karum.runtime.settings import settings
from karum.runtime.wording import money_text

_SUBJECT = _("%(kind)s %(case)s about order %(number)s: %(event)s")
_BODY = _("%(side)s: %(event)s.")
_MONEY = _("Amount: %(amount)s")
_END = _("Everything that was said, the clocks and what you can do: %(link)s")


@transaction.atomic
def send(case_id: int, step: int) -> int:
    """Tell both sides of what stands at ``step`` of the log; return how many letters went.

    The one who did it gets none of her own words, and a file alone is no news. All are queued or none.
    """
    case = case_by_id(case_id)
    event = next(one for one in case.events if one.step == step)
    if event.action == FILED:
        return 0
    order, sent = case.order, 0
    if event.side is not Side.BUYER:
        path = reverse("disputes:case", args=[order.token, case.key])
        sent += _tell(case, event, [order.email], order.language, order.ship_to.country, path)
    if event.side is not Side.SELLER:
        path = reverse("desk:case", args=[order.seller.slug, case.key])
        to, seller = owners_emails(case.row.seller_id), order.seller
        sent += _tell(case, event, to, seller.language, seller.country, path)
    return sent


def _tell(case: CaseView, event: EventView, to: list[str], language: str, country: str, path: str) -> int:
    def write() -> Text:
        places = {
            "kind": kind_text(case.kind),
            "case": case.number,
            "number": case.order.number,
            "event": event_text(event.action),
            "side": side_text(event.side),
            "amount": money_text(event.amount) if event.amount else "",
            "link": settings().base_url + path,
        }
        parts = [gettext(_BODY) % places]
        if event.amount:
            parts.append(gettext(_MONEY) % places)
        if event.words:
            parts.append("> " + event.words.replace("\n", "\n> "))
        if case.steps == event.step:  # later news has a letter of its own
            parts.append(
                outcome_text(case.outcome) if case.outcome else clock_text(case.stage, case.due_at or event.at)
            )
        parts.append(gettext(_END) % places)
        return Text(gettext(_SUBJECT) % places, "\n\n".join(parts))

    return tell(Kind.CASES, to, write, language=language, country=country, path=path, tag=case.number)
