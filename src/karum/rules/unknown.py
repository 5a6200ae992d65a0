"""The rules of a destination of which nothing is known: every charge is unknown, none is zero."""

from datetime import date

from karum.rules.domain.fees import UNNAMED
from karum.rules.domain.measures import Cite, Fee, Market, RateTable, RestrictionTable, Rounding, Source, Validity

_NOBODY = Cite(Source("No rules are on file for this destination", "", "", ""), Validity(None, None), "M")
_FEES = Fee(
    code=UNNAMED,
    channels=frozenset({"parcel", "consignment"}),
    modes=frozenset(),
    above=None,
    at_most=None,
    flat=None,
    rate=None,
    floor=None,
    ceiling=None,
    base=("goods",),
    origins_except=frozenset(),
    unless_proof=frozenset(),
    known=False,
    collector="carrier",
    cite=_NOBODY,
)


def unknown_market(code: str, currency: str, restrictions: RestrictionTable) -> Market:
    """Return a market without rules; embargoes and world-wide restrictions hold for it all the same."""
    return Market(
        code=code,
        currency=currency,
        union=frozenset({code}),
        duty_base=("goods", "freight", "insurance"),
        base_cite=_NOBODY,
        tariff=RateTable(),
        preferences=(),
        additional=(),
        taxes=(),
        no_tax=None,
        fees=(_FEES,),
        regimes=(),
        tax_waived=None,
        rounding_duty=Rounding(),
        rounding_tax=Rounding(),
        duty_collector="carrier",
        assumptions=(),
        checked=date.min,
        versions={},
        restrictions=restrictions,
    )
