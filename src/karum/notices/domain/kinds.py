"""Kinds of notices as data: what each is about, who gets it, and whether it may be switched off.

A new kind is a new row of ``KINDS``; the page of switches, the letters' last lines and the push all read it here.
"""

from dataclasses import dataclass
from enum import StrEnum


def gettext_noop(text: str) -> str:
    """Mark ``text`` for the translators; return it unchanged."""
    return text


class Kind(StrEnum):
    """What a notice is about. The value is kept in the database and stands in links: it never changes."""

    ACCOUNT = "account"
    ORDERS = "orders"
    SALES = "sales"
    CASES = "cases"
    MONEY = "money"
    TALK = "talk"
    REVIEWS = "reviews"
    WISHES = "wishes"
    FOLLOWED = "followed"
    REMINDERS = "reminders"
    RULES = "rules"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class About:
    """One kind. Texts are msgids.

    must: why its letters cannot be switched off, "" when they can. because: ends such a letter, and says why it came.
    email, push: whether it comes while nobody has said otherwise. for_sellers: only who works in a firm gets it.
    """

    kind: Kind
    title: str
    says: str
    must: str = ""
    because: str = ""
    email: bool = True
    push: bool = True
    for_sellers: bool = False

    @property
    def can_be_off(self) -> bool:
        """Whether its letters can be switched off; its pushes always can."""
        return not self.must


_ = gettext_noop
KINDS: tuple[About, ...] = (
    About(
        Kind.ORDERS,
        _("My orders"),
        _("Paid, on its way, delivered, money back."),
        must=_("They are your receipts, and they say until when you can act."),
    ),
    About(
        Kind.CASES,
        _("Returns and disputes"),
        _("What the other side or the hub says, and by when you can answer."),
        must=_("A clock runs: who does not answer in time can lose money."),
    ),
    About(
        Kind.ACCOUNT,
        _("My account"),
        _("Codes to sign in, and changes to your account."),
        must=_("Nobody shall change your account without your knowledge."),
    ),
    About(
        Kind.TALK,
        _("Questions and answers"),
        _("Somebody wrote to you, or answered."),
        because=_("You get this letter because somebody wrote to you."),
    ),
    About(
        Kind.WISHES,
        _("My wish list"),
        _("A price on your list fell, or something is for sale again."),
        because=_("You get this letter because these goods are on your wish list."),
    ),
    About(
        Kind.FOLLOWED,
        _("Shops that I follow"),
        _("They have new goods. At most one letter a day."),
        because=_("You get this letter because you follow these shops."),
    ),
    About(
        Kind.REMINDERS,
        _("Reminders"),
        _("Something waits for you: a parcel to confirm, a balance to pay, a review to write."),
        because=_("You get this letter because something waits for you."),
    ),
    About(
        Kind.SALES,
        _("Orders to my firm"),
        _("New orders, and what buyers decide."),
        must=_("Orders have a date: without an answer they are cancelled."),
        for_sellers=True,
    ),
    About(
        Kind.MONEY,
        _("Payouts and the bank account"),
        _("Your bank account changed, or a payout came back."),
        must=_("It is your money: nobody shall change where it goes without your knowledge."),
        for_sellers=True,
    ),
    About(
        Kind.REVIEWS,
        _("Reviews of my goods"),
        _("A buyer wrote a review."),
        because=_("You get this letter because a buyer reviewed your goods."),
        push=False,
        for_sellers=True,
    ),
    About(
        Kind.RULES,
        _("Duties that change"),
        _("A new duty on goods that you sell."),
        because=_("You get this letter because a duty on your goods changes."),
        push=False,
        for_sellers=True,
    ),
    About(
        Kind.NEWS,
        _("News of the hub"),
        _("What is new here, a few times a year. Only if you ask for it."),
        because=_("You get this letter because you asked for news of the hub."),
        email=False,
        push=False,
    ),
)
_BY_KIND = {about.kind: about for about in KINDS}


def about(kind: Kind) -> About:
    """What is to be known of ``kind``."""
    return _BY_KIND[kind]
