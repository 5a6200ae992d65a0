"""First restriction check: may these goods come in at all."""

from collections.abc import Iterable
from datetime import date

from karum.rules.domain.answer import Screening
from karum.rules.domain.measures import Restriction, ScreenStatus
from karum.rules.domain.reasons import why


def screen(restrictions: Iterable[Restriction], hs_code: str, origin: str, day: date) -> Screening:
    """Return the strictest status of the restrictions that concern these goods.

    "allowed" says that nothing on file stands against it, not that a licence was granted. Without an HS code the
    status is "unknown".
    """
    if not hs_code:
        return Screening("unknown")
    found = [entry for entry in restrictions if entry.concerns(hs_code, origin, day)]
    if not found:
        return Screening("allowed")
    statuses: set[ScreenStatus] = {entry.status for entry in found}
    order: tuple[ScreenStatus, ...] = ("forbidden", "unknown", "restricted", "allowed")
    status = next(name for name in order if name in statuses)
    return Screening(
        status,
        tuple(why("restriction_applies", law=entry.law) for entry in found),
        tuple(why(need) for need in dict.fromkeys(need for entry in found for need in entry.needs)),
        tuple(entry.cite for entry in found),
    )
