"""Tariffs and their duties in words."""

from django.utils.translation import gettext

from karum.runtime import wording


def market_text(system: str) -> str:
    """Whose tariff it is, in the page's language."""
    return gettext("European Union") if system == "EU" else wording.country_text(system)


def duty_text(duty: str | None) -> str:
    """A duty as the tariff writes it; None: there is none, "": a measure that is no duty."""
    if duty is None:
        return gettext("nothing")
    return duty or gettext("a condition")
