"""What the papers of a consignment say, as values: parties, lines, parcels, terms. No layout here.

A ``Paper`` is built from an order's frozen receipt: a paper printed again in ten years says the same.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from karum.money import Money, allocate
from karum.parties.domain import PostalAddress
from karum.rules.statements import Form
from karum.shipping.domain.rates import Mode

Kind = Literal[
    "commercial-invoice",
    "proforma-invoice",
    "packing-list",
    "cn22",
    "cn23",
    "statement-on-origin",
    "certificate-request",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
INVOICES: tuple[Kind, ...] = ("commercial-invoice", "proforma-invoice")

Category = Literal["sale", "gift", "sample", "returned", "documents", "other"]
CATEGORIES: tuple[Category, ...] = get_args(Category)

ChargeKind = Literal["discount", "handling", "duty", "tax", "fees"]
Language = Literal["en", "fr", "es", "pt", "ar", "zh-hans", "hi", "sw", "id", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A seller, buyer or consignee. ``identifiers``: (scheme of parties.domain.SCHEMES, value), such as EORI, VAT."""

    address: PostalAddress
    trade_name: str = ""
    email: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.trade_name or self.address.company or self.address.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of goods. ``description`` is in a language that customs read; weight in grams of one unit, net.

    ``amount`` is what the whole line costs where it is not the unit price times the quantity (shares of a discount).
    """

    description: str
    hs_code: str
    origin: str
    quantity: int
    unit_price: Money
    net_weight_g: int
    sku: str = ""
    materials: str = ""
    amount: Money | None = None

    @property
    def total(self) -> Money:
        return self.amount if self.amount is not None else self.unit_price * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperParcel:
    """One parcel: gross weight in grams, size in millimetres (0: not measured), contents (line from 1, quantity).

    Empty ``contents`` in a consignment of one parcel: everything is in it.
    """

    number: int
    gross_weight_g: int
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    tracking_number: str = ""
    contents: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An amount besides goods, freight and insurance; a discount is negative."""

    kind: ChargeKind
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """All that the papers of one consignment say. All amounts are in ``currency``.

    ``seller`` is also the exporter and sender, ``consignee`` receives the goods; ``buyer`` only where she is someone
    else. ``place`` and ``signer``: where and by whom the declaration is signed. ``sender_reference``: the sender's
    customs reference on postal forms (an IOSS number where there is one). ``origin_statement``: the agreement's text,
    word for word, when a preference is claimed; ``origin_lines``: the lines that it covers (from 1), ``origin_under``:
    the agreement and its article. ``certificate``: the form whose boxes a data sheet fills. ``is_paid``: all is paid.
    """

    number: str
    day: date
    seller: Party
    consignee: Party
    currency: str
    lines: tuple[Line, ...]
    buyer: Party | None = None
    order_number: str = ""
    order_day: date | None = None
    category: Category = "sale"
    incoterm: str = ""
    incoterm_place: str = ""
    payment_terms: str = ""
    freight: Money | None = None
    insurance: Money | None = None
    charges: tuple[Charge, ...] = ()
    mode: Mode = "post"
    carrier: str = ""
    parcels: tuple[PaperParcel, ...] = ()
    place: str = ""
    signer: str = ""
    sender_reference: str = ""
    importer_reference: str = ""
    licences: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    comments: str = ""
    origin_statement: str = ""
    origin_lines: tuple[int, ...] = ()
    origin_under: str = ""
    origin_criterion: str = ""
    certificate: Form | None = None
    is_paid: bool = False

    @property
    def goods(self) -> Money:
        return sum((line.total for line in self.lines), Money.zero(self.currency))

    @property
    def total(self) -> Money:
        """Goods, freight, insurance and charges. Raises CurrencyMismatch when one is in another currency."""
        extras = [amount for amount in (self.freight, self.insurance) if amount is not None]
        return sum((*extras, *(charge.amount for charge in self.charges)), self.goods)

    @property
    def net_weight_g(self) -> int:
        return sum(line.net_weight_g * line.quantity for line in self.lines)

    def is_preferential(self, number: int) -> bool:
        """Whether the statement on origin covers line ``number`` (from 1)."""
        return bool(self.origin_statement) and (not self.origin_lines or number in self.origin_lines)

    @property
    def gross_weight_g(self) -> int:
        return sum(parcel.gross_weight_g for parcel in self.parcels)

    def contents(self, parcel: PaperParcel) -> list["Packed"]:
        """Return what is in a parcel, line by line; the values of one line's parts sum to the line's total."""
        if not parcel.contents and len(self.parcels) <= 1:
            return [Packed(line, line.quantity, line.total) for line in self.lines]
        return [self._packed(parcel, number, quantity) for number, quantity in parcel.contents]

    def _packed(self, parcel: PaperParcel, number: int, quantity: int) -> "Packed":
        line = self.lines[number - 1]
        parts = [(other.number, count) for other in self.parcels for held, count in other.contents if held == number]
        values = allocate(line.total.minor, [count for _number, count in parts])
        return Packed(line, quantity, Money(values[parts.index((parcel.number, quantity))], self.currency))


@dataclass(frozen=True, slots=True)
class Packed:
    """So many units of a line in one parcel, and what they are worth."""

    line: Line
    quantity: int
    value: Money

    @property
    def net_weight_g(self) -> int:
        return self.line.net_weight_g * self.quantity
