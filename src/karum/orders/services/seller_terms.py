"""How a seller's buyers may pay: a deposit first, or in cash at the door."""

from datetime import datetime

from karum.orders.domain.instalments import SellerTerms
from karum.orders.models import SellerPaymentTerms
from karum.orders.terms import terms


def set_payment_terms(seller_id: int, chosen: SellerTerms, *, now: datetime) -> None:
    """Keep what the seller allows from now on; quotes and orders that were made keep theirs.

    Raises ValueError for a deposit outside of the hub's bounds.
    """
    hub = terms()
    if chosen.deposit_bp:
        share = hub.deposit_min_bp <= chosen.deposit_bp <= hub.deposit_max_bp
        days = hub.balance_min_days <= chosen.balance_days <= hub.balance_max_days
        if not (share and days and chosen.deposit_from is not None):
            raise ValueError(f"{chosen} is not within the terms {hub.version}")
    from_ = chosen.deposit_from
    SellerPaymentTerms.objects.update_or_create(
        seller_id=seller_id,
        defaults={
            "deposit_bp": chosen.deposit_bp,
            "deposit_from_minor": from_.minor if from_ is not None else 0,
            "currency": from_.currency if from_ is not None else "",
            "balance_days": chosen.balance_days,
            "cash": chosen.cash,
            "changed_at": now,
        },
    )
