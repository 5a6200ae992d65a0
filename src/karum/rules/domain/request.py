"""The question: what goods cost at the buyer's door. Plain frozen values, checked when they are made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from karum.money import BadCurrency, Money, exponent
from karum.rules.domain.expressions import Duty
from karum.rules.domain.measures import Channel, Passage

INCOTERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DPU", "DAP", "DDP")
Mode = Literal["post", "courier", "air", "sea", "road"]
MODES: tuple[Mode, ...] = ("post", "courier", "air", "sea", "road")
QUANTITY_MAX = 1_000_000_000
_HS = re.compile(r"[0-9]{6,10}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class BadRequest(ValueError):
    """A request that cannot be answered. ``field`` names the place as JSON does: ``items[0].hs_code``."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Item:
    """Goods of one kind.

    hs_code: 6 to 10 digits, or "" when not yet classified (the duty is then unknown). origin: ISO 3166-1 alpha-2, or
    "" when not known. unit_price: for one unit, in any currency that the request's rates can convert. weight_g: of one
    unit, packed. duty_rate_override: a fraction (0.12) or a parsed duty to use instead of the tariff.
    proofs: codes of the preferences for which the seller holds a proof of origin ("EU-EBA").
    measures: further facts of all units together ("LTR": litres, "ASVX": % vol x hl, "NAR": pieces).
    """

    hs_code: str
    origin: str
    quantity: int
    unit_price: Money
    weight_g: int | None = None
    duty_rate_override: Decimal | Duty | None = None
    proofs: frozenset[str] = frozenset()
    measures: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.hs_code and not _HS.fullmatch(self.hs_code):
            raise BadRequest("hs_code", f"{self.hs_code!r} is not an HS code; write 6 to 10 digits such as 090121")
        if self.origin and not _COUNTRY.fullmatch(self.origin):
            raise BadRequest("origin", f"{self.origin!r} is not a country; write two capital letters such as RW")
        if self.quantity < 1:
            raise BadRequest("quantity", "must be 1 or more")
        if self.quantity > QUANTITY_MAX:
            raise BadRequest("quantity", f"must be at most {QUANTITY_MAX}")
        if self.unit_price.minor < 0:
            raise BadRequest("unit_price", "must not be negative")
        if self.weight_g is not None and self.weight_g < 0:
            raise BadRequest("weight_kg", "must not be negative")
        rate = self.duty_rate_override
        if isinstance(rate, Decimal) and (not rate.is_finite() or rate < 0):
            raise BadRequest("duty_rate_override", "must be a fraction such as 0.12, not negative")


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """One consignment from one seller to one buyer.

    currency: the buyer's; every sum of the answer is in it. shipping, insurance: what the buyer pays for carriage.
    fx: "USD/EUR" -> how many EUR one USD buys. region: state or province of the destination ("ON"), where taxes differ
    by it. registrations: schemes under which the hub may collect tax at checkout ("IOSS", "VOEC", "GB-VAT", ...); None
    means "assume those that the destination offers", and the answer says so. mode: how the goods travel, if known.
    """

    seller_country: str
    destination: str
    day: date
    channel: Channel
    incoterm: str
    currency: str
    items: tuple[Item, ...]
    shipping: Money
    insurance: Money | None = None
    fx: Mapping[str, Decimal] = field(default_factory=dict)
    region: str | None = None
    registrations: frozenset[str] | None = None
    mode: Mode | None = None

    @property
    def passage(self) -> Passage:
        """From where to where and how: what restrictions ask about the consignment."""
        return Passage(self.seller_country, self.destination, self.day, self.channel, self.mode, self.region)

    def __post_init__(self) -> None:
        for name in ("seller_country", "destination"):
            code = getattr(self, name)
            if not _COUNTRY.fullmatch(code):
                raise BadRequest(name, f"{code!r} is not a country; write two capital letters such as RW")
        if self.channel not in ("parcel", "consignment"):
            raise BadRequest("channel", 'must be "parcel" or "consignment"')
        if self.incoterm not in INCOTERMS:
            raise BadRequest("incoterm", f"must be one of {', '.join(INCOTERMS)}")
        if self.mode is not None and self.mode not in MODES:
            raise BadRequest("mode", f"must be one of {', '.join(MODES)}")
        try:
            exponent(self.currency)
        except BadCurrency as error:
            raise BadRequest("currency", str(error)) from None
        if not self.items:
            raise BadRequest("items", "must hold one item or more")
        self._check_numbers()

    def _check_numbers(self) -> None:
        if self.shipping.minor < 0:
            raise BadRequest("shipping", "must not be negative")
        if self.insurance is not None and self.insurance.minor < 0:
            raise BadRequest("insurance", "must not be negative")
        for pair, rate in self.fx.items():
            if not re.fullmatch(r"[A-Z]{3}/[A-Z]{3}", pair):
                raise BadRequest(f"fx[{pair}]", "must be named like USD/EUR")
            if not rate.is_finite() or rate <= 0:
                raise BadRequest(f"fx[{pair}]", "must be a rate above 0")
