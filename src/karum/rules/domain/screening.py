"""May these goods be sent there at all: prohibitions, conditions, export control, embargoes, the rules of the post."""

from collections.abc import Iterable

from karum.rules.domain.answer import Screening
from karum.rules.domain.measures import Concern, Passage, Restriction, ScreenStatus
from karum.rules.domain.reasons import Reason, why

_STRICTEST: tuple[ScreenStatus, ...] = ("forbidden", "unknown", "restricted", "allowed")


def screen(restrictions: Iterable[Restriction], hs_code: str, origin: str, passage: Passage) -> Screening:
    """Return the strictest status of the restrictions that concern these goods, strictest reasons first.

    "allowed" says that nothing on file stands against it, not that a licence was granted. Without an HS code the
    status is "unknown", unless all goods are forbidden. A restriction of which a missing fact leaves open whether it
    concerns the goods (further digits of the code, the origin, the way of transport, the region) makes them restricted.
    """
    found = [
        (_status(entry, concern), entry, concern)
        for entry in restrictions
        if (hs_code or "" in entry.hs) and (concern := entry.concerns(hs_code, origin, passage)) != "no"
    ]
    found.sort(key=lambda one: _STRICTEST.index(one[0]))
    statuses = {status for status, _, _ in found} | ({"allowed"} if hs_code else {"unknown"})
    return Screening(
        next(status for status in _STRICTEST if status in statuses),
        tuple(_reason(entry, concern, passage) for _, entry, concern in found),
        tuple(why(need) for need in dict.fromkeys(need for _, entry, _ in found for need in entry.needs)),
        tuple(entry.cite for _, entry, _ in found),
    )


def _status(entry: Restriction, concern: Concern) -> ScreenStatus:
    return "restricted" if concern != "yes" and entry.status == "forbidden" else entry.status


def _reason(entry: Restriction, concern: Concern, passage: Passage) -> Reason:
    law, forbids = entry.law, entry.status == "forbidden"
    if concern == "digits":
        return why("restriction_digits", law=law, hs=", ".join(entry.hs))
    if concern == "origin":
        return why("restriction_origin", law=law)
    if concern == "region":
        return why("restriction_region", law=law, country=passage.destination)
    if entry.kind == "transport":
        by = ", ".join(sorted(entry.modes))
        return why("transport_forbids" if forbids else "transport_limits", law=law, mode=by)
    if entry.kind == "embargo":
        code = "embargo_forbids" if forbids else "embargo_limits"
        return why(code, law=law, imposer=entry.imposer, country=passage.destination)
    if entry.kind == "export":
        code = "export_forbids" if forbids else "export_limits"
        return why(code, law=law, country=passage.seller_country)
    return why("restriction_forbids" if forbids else "restriction_applies", law=law)
