"""Notices about reviews: a new one to the seller, a reply to the buyer, the hub's reasons to both, an invitation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from karum.catalogue.queries import offer
from karum.notices.services import Kind, Text, tell
from karum.orders.domain.states import State
from karum.orders.queries import OrderView, access_order_as_operator
from karum.parties.queries import owners_emails
from karum.reviews.models import Review, ReviewEvent
from karum.reviews.queries import bought
from karum.reviews.words import reason_text
from karum.runtime.settings import settings


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says: msgids with the places title, shop, stars, reason. ``kind``: which switch it has."""

    kind: Kind
    subject: str
    body: str


# The hub's reasons always go: who is concerned must be able to answer (EU Digital Services Act, art. 17).
TO_SELLER = {
    "wrote": Words(
        Kind.REVIEWS,
        _("A new review: %(title)s"),
        _("A buyer gave %(stars)s of 5 stars. You may reply once, in public."),
    ),
    "edited": Words(Kind.REVIEWS, _("A review was changed: %(title)s"), _("It has %(stars)s of 5 stars now.")),
    "hid": Words(Kind.CASES, _("The hub has hidden a review: %(title)s"), _("The reason: %(reason)s.")),
    "showed": Words(Kind.CASES, _("A review is shown again: %(title)s"), _("The hub has looked at it once more.")),
}
TO_BUYER = {
    "replied": Words(
        Kind.TALK, _("%(shop)s replied to your review"), _("You wrote about “%(title)s”. The seller says:")
    ),
    "hid": Words(
        Kind.CASES,
        _("Your review is hidden: %(title)s"),
        _("The hub has hidden it. The reason: %(reason)s. If that is wrong, answer this letter: a person looks again."),
    ),
    "showed": Words(Kind.CASES, _("Your review is shown again: %(title)s"), _("The hub has looked at it once more.")),
}
_LINK = _("Look at it: %(link)s")
_INVITE = Words(
    Kind.REMINDERS,
    _("How is what you bought from %(shop)s?"),
    _("Your order %(number)s has been with you for a few days. A few words help the next buyer, and a small firm."),
)
_WRITE = _("Write a review: %(link)s")


@transaction.atomic
def send(review_id: int, event_id: int) -> int:
    """Tell both sides what this event means for them; return how many letters went. All are queued or none."""
    review, event = Review.objects.get(id=review_id), ReviewEvent.objects.get(id=event_id)
    order = access_order_as_operator(review.seller_id, review.order_key)
    sent = 0
    if event.action in TO_SELLER:
        path = reverse("desk:review", args=[order.seller.slug, review.key])
        said = review.words if event.action in ("wrote", "edited") else event.words
        to, language = owners_emails(review.seller_id), order.seller.language
        sent += _send(TO_SELLER[event.action], review, order, said, to, language, path)
    if event.action in TO_BUYER:
        path = reverse("reviews:write", args=[order.token, review.position])
        said = review.reply if event.action == "replied" else event.words
        sent += _send(TO_BUYER[event.action], review, order, said, [order.email], order.language, path)
    return sent


@transaction.atomic
def invite(seller_id: int, key: UUID, *, now: datetime) -> int:
    """Ask the buyer of a completed order for a review, unless she has written about all of it; return how many went."""
    order = access_order_as_operator(seller_id, key)
    if order.state is not State.COMPLETED:
        return 0
    if not any(one.review is None and one.why_not is None for one in bought(order, order.language, now)):
        return 0
    path = reverse("reviews:order", args=[order.token])

    def write() -> Text:
        places = {"shop": order.seller.name, "number": order.number, "link": settings().base_url + path}
        body = "\n\n".join(gettext(text) % places for text in (_INVITE.body, _WRITE))
        return Text(gettext(_INVITE.subject) % places, body)

    return tell(_INVITE.kind, [order.email], write, path=path, language=order.language, tag=f"review {order.number}")


def _send(words: Words, review: Review, order: OrderView, said: str, to: list[str], language: str, path: str) -> int:
    def write() -> Text:
        found = offer(review.offer_id, get_language() or "en")
        places = {
            "title": found.title if found else order.number,
            "shop": order.seller.name,
            "stars": review.stars,
            "reason": reason_text(review.hidden_for) if review.hidden_for else "",
            "link": settings().base_url + path,
        }
        parts = [gettext(words.body) % places]
        if said:
            parts.append("> " + said.replace("\n", "\n> "))
        parts.append(gettext(_LINK) % places)
        return Text(gettext(words.subject) % places, "\n\n".join(parts))

    return tell(words.kind, to, write, path=path, language=language, tag=f"review {review.pk}")
