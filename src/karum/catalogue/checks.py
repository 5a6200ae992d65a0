"""What the doctor asks of the catalogue."""

from karum.catalogue.queries import health
from karum.runtime.doctor import Finding, check


@check("stock")
def stock() -> Finding:
    """No offer has less than nothing, and price breaks rise in quantity and fall in price."""
    wrong = health.wrong_offers()
    if wrong:
        return Finding.bad(
            f"offers {wrong[:5]} have stock below zero, price breaks out of order or no variant",
            "Pause these offers in the seller's desk, correct them there, and look at how they were written.",
        )
    return Finding.good(f"{health.offer_count()} offers have sound stock and prices")


@check("search listings")
def listings() -> Finding:
    """Each product that a seller offers has its listing, with the stock and price that the offers say."""
    missing, over, different = health.wrong_listings()
    if missing or over or different:
        return Finding.warn(
            f"{missing} listings are missing, {over} are over, {different} say something else than their offers",
            "Run `karum reindex`; shops and orders work meanwhile.",
        )
    old = health.old_listings()
    if old:
        return Finding.warn(
            f"{old} listings are found by the words of an older version",
            "They are written anew by themselves, some thousand every ten minutes; `karum reindex` does it at once.",
        )
    return Finding.good("listings and offers agree")


@check("pictures")
def pictures() -> Finding:
    """The files of the newest pictures are there."""
    missing = health.missing_picture_files()
    if missing:
        return Finding.warn(
            f"{len(missing)} picture files are missing, the first is {missing[0]}",
            "Restore the folder `media` of the data folder from a backup, or upload these pictures again.",
        )
    return Finding.good("picture files are in place")
