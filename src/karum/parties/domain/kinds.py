"""The kinds of firm that trade on a hub."""

from karum.parties.domain.words import Said, gettext_noop

KINDS: dict[str, Said] = {
    "cooperative": Said(gettext_noop("Co-operative")),
    "workshop": Said(gettext_noop("Workshop")),
    "farm": Said(gettext_noop("Farm")),
    "family": Said(gettext_noop("Family business")),
    "manufacturer": Said(gettext_noop("Manufacturer")),
    "trader": Said(gettext_noop("Trading company")),
    "association": Said(gettext_noop("Association")),
    "social": Said(gettext_noop("Social enterprise")),
    "person": Said(gettext_noop("One person")),
}
"""Kind -> its name for people."""
