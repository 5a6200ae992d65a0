"""How many days an overview is of."""

DAYS = (7, 28, 90, 365)
USUAL = 28


def days_asked(text: str) -> int:
    """The days that an address asks for; anything else is the usual number."""
    return int(text) if text in {str(days) for days in DAYS} else USUAL
