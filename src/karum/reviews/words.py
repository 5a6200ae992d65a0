"""What reviews say to people, in their language."""

from django.utils.translation import gettext as _

from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import NotWritten, Reason


def stars_text(stars: int) -> str:
    """What so many stars mean, beside them in the form."""
    return {5: _("Very good"), 4: _("Good"), 3: _("All right"), 2: _("Not good"), 1: _("Bad")}[stars]


def not_written_text(why: NotWritten | str) -> str:
    """Why a review cannot be written or changed, and what to do."""
    return {
        NotWritten.NOT_ARRIVED: _("You can write about it when it has arrived."),
        NotWritten.TOO_LATE: _("The time to write a review is over."),
        NotWritten.OWN_GOODS: _("You work for this shop: nobody reviews her own goods."),
        NotWritten.WRITTEN: _("You have written about this already."),
        NotWritten.CLOSED: _("It can no longer be changed: %(days)s days have gone by.") % {"days": terms().edit_days},
        NotWritten.HIDDEN: _("The hub has hidden this review. The letter to you says why."),
    }[NotWritten(why)]


def reason_text(reason: Reason | str) -> str:
    """What is wrong with a review."""
    return {
        Reason.INSULT: _("It insults or threatens somebody"),
        Reason.PRIVATE: _("It shows somebody's private data"),
        Reason.ADVERT: _("It is an advertisement"),
        Reason.OTHER_THING: _("It is about something else"),
        Reason.BOUGHT: _("It was paid for, or written under pressure"),
        Reason.ILLEGAL: _("It is against the law"),
    }[Reason(reason)]


def action_text(action: str) -> str:
    """What happened to a review, in the audit."""
    return {
        "wrote": _("written"),
        "edited": _("changed by its author; before it said:"),
        "replied": _("replied to"),
        "reply_edited": _("reply changed; before it said:"),
        "translated": _("translated"),
        "reported": _("reported"),
        "kept": _("looked at, and kept"),
        "hid": _("hidden"),
        "showed": _("shown again"),
    }[action]


def side_text(side: str) -> str:
    """Who did it."""
    return {
        "buyer": _("The buyer"),
        "seller": _("The seller"),
        "hub": _("The hub"),
        "anybody": _("A reader"),
    }[side]
