"""The calculator's answer: the landed cost of one kind of goods, and all that belongs to it."""

from dataclasses import dataclass
from datetime import date

from karum.orders.domain.doors import DoorPrice, status_of
from karum.orders.queries.quotes import quote, rates_day
from karum.rules import LandedCost, QuoteRequest, Reason
from karum.rules.queries import hs_description


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page shows. ``fx``: the day of the exchange rates, with which the answer stays the same."""

    request: QuoteRequest
    landed: LandedCost
    fx: date
    goods_text: str  # what the nomenclature says of the code; "" when it does not know it

    @property
    def door(self) -> DoorPrice:
        """In the shape that every receipt has; nobody's shipping rate, but the sum that was typed."""
        return DoorPrice(status_of(self.landed), self.landed.currency, self.landed.totals.goods, self.landed)

    @property
    def status(self) -> str:
        """Whether the goods may come in: allowed, restricted, forbidden or unknown. Says nothing of their price."""
        return next((one.status for one in self.landed.screenings), "allowed")

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why they may not come in, or only under conditions."""
        return tuple(reason for screening in self.landed.screenings for reason in screening.reasons)

    @property
    def origin(self) -> str:
        return self.request.items[0].origin

    @property
    def missing_measures(self) -> tuple[str, ...]:
        """Units of further quantities that the duty needs."""
        found = (fact.params.get("unit") for fact in self.landed.missing_facts if fact.code == "missing_measure")
        return tuple(str(unit) for unit in found if unit)


def answer(request: QuoteRequest, *, fx: date | None) -> Answer:
    """Reckon. ``fx``: the day whose exchange rates an earlier answer used."""
    code = request.items[0].hs_code
    return Answer(
        request=request,
        landed=quote(request, rates_of=fx),
        fx=fx or rates_day(request),
        goods_text=(hs_description(code) or "") if code else "",
    )
