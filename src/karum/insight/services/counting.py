"""What happens on pages is counted in memory: a page never waits for a count, and no page writes one."""

from collections.abc import Iterable

from karum.insight.domain.tally import FEW, Name, Step, Tally, What, band, clean_words

tally = Tally()
"""What this process has counted and not yet written."""


def count_view(slug: str, country: str, offer_id: int = 0) -> None:
    """A product's page was seen. ``offer_id``: of the address, 0 where it names none."""
    tally.add(Name(What.VIEW, slug[:90], country, offer_id=offer_id))


def count_search(words: str, country: str, found: int) -> None:
    """Somebody searched; words that may name a person are not counted."""
    asked = clean_words(words)
    if asked:
        tally.add(Name(What.ASKED, asked, country))
        if found <= FEW:
            tally.add(Name(What.MISSED, asked, country))


def count_step(step: Step, country: str, parcels: Iterable[tuple[int, float]]) -> None:
    """A buyer came to this step for the first time. ``parcels``: (seller, price at the door in the hub's currency)."""
    for seller_id, amount in parcels:
        tally.add(Name(What.STEP, f"{step}:{band(amount)}", country, seller_id=seller_id))
