"""What a verification may say: a dated statement about one thing, never a general blessing."""

from datetime import date

from karum.parties.domain.words import Said, gettext_noop

SCOPES: dict[str, Said] = {
    "identity": Said(gettext_noop("Identity of the owner")),
    "registration": Said(gettext_noop("Entry in the company register")),
    "tax": Said(gettext_noop("Tax number with the tax authority")),
    "address": Said(gettext_noop("Business address")),
    "bank": Said(gettext_noop("Bank account in the firm's name")),
    "visit": Said(gettext_noop("Visit to the premises")),
    "origin": Said(gettext_noop("Origin of the goods")),
}
"""Scope -> what was checked, for people."""

# A badge in the shop says that the firm is who it says it is: only these scopes carry it.
BADGE_SCOPES = frozenset({"identity", "registration", "visit"})


def is_current(checked_on: date, valid_until: date | None, withdrawn_on: date | None, today: date) -> bool:
    """Whether a statement speaks for ``today``. ``valid_until`` counts as its last day; None has no end."""
    begun = checked_on <= today
    ended = valid_until is not None and valid_until < today
    return begun and not ended and (withdrawn_on is None or withdrawn_on > today)
