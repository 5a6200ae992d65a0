"""The words of the reports on pages. Papers have their own (papers/words.json)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from karum.ledger.domain import Purpose, Side
from karum.reports.domain.statement import Row
from karum.reports.domain.taxes import DDP, HUB, IOSS, OSS, SELLER, UNSTATED


def row_text(row: str) -> str:
    """What a line of a statement is for."""
    return {
        Row.SALE: _("Order released: goods and shipping"),
        Row.FEE: _("Hub's fee"),
        Row.FEE_BACK: _("Hub's fee, given back"),
        Row.REFUND: _("Refund to the buyer"),
        Row.CHARGEBACK: _("Taken back by the buyer's bank"),
        Row.CHARGEBACK_WON: _("Given back by the buyer's bank"),
        Row.PAYOUT: _("Paid to your bank"),
        Row.RETURNED: _("Sent back by your bank"),
        Row.OTHER: _("Other"),
        Row.SENT: _("Sent towards your bank"),
        Row.KEPT: _("Put into the reserve"),
        Row.FREED: _("Out of the reserve"),
        Row.NETTED: _("Taken for what you owed"),
    }[Row(row)]


def scheme_text(scheme: str) -> str:
    """For whom something was collected; registrations of country files keep their own names."""
    return {
        IOSS: _("IOSS: import VAT of the European Union, under the hub's number"),
        OSS: _("OSS: VAT on sales within the European Union"),
        DDP: _("Delivered duty paid: handed to the carrier or customs"),
        SELLER: _("Under the seller's own registration"),
        HUB: _("Collected by the hub; no registration is on file"),
        UNSTATED: _("The receipt does not say for whom"),
    }.get(scheme) or _("Under the registration %(name)s") % {"name": scheme}


def kind_text(kind: str) -> str:
    """Duty, tax or fee."""
    return {"duty": _("Duty"), "tax": _("Tax"), "fee": _("Clearance fee")}.get(kind, kind)


def purpose_text(purpose: str) -> str:
    """An account in words."""
    found = {
        Purpose.ESCROW: _("Held for orders"),
        Purpose.PAYABLE: _("Due to sellers"),
        Purpose.RESERVE: _("Kept in reserve"),
        Purpose.TRANSIT: _("On its way to sellers' banks"),
        Purpose.RECEIVABLE: _("Owed by sellers"),
        Purpose.SUSPENSE: _("Came in, and nobody knows for what"),
        Purpose.DUTY: _("Duty"),
        Purpose.TAX: _("Tax"),
        Purpose.CLEARING: _("At the payment providers"),
        Purpose.BANK: _("At the hub's bank"),
        Purpose.FEE: _("The hub's fees"),
        Purpose.SPREAD: _("The hub's part for the exchange"),
        Purpose.CHARGES: _("Charges of banks and providers"),
        Purpose.LOSS: _("Losses that the hub bears"),
        Purpose.FX: _("Open between currencies"),
        Purpose.FX_RESULT: _("Gained or lost by exchange"),
        Purpose.ROUNDING: _("Rounding of cash"),
    }
    return found[Purpose(purpose)]


def side_text(side: str) -> str:
    """The part of the books in which an account stands."""
    return {
        Side.ASSETS: _("Assets"),
        Side.LIABILITIES: _("Liabilities"),
        Side.REVENUES: _("Revenues"),
        Side.EXPENSES: _("Expenses"),
        Side.EQUITY: _("Equity"),
    }[Side(side)]


def age_text(ages: Sequence[int], at: int) -> str:
    """The name of a column of the ageing."""
    return _("below %(days)s days") % {"days": ages[at]} if at < len(ages) else _("older")
