"""Decide a seller's tier."""

from datetime import datetime

from karum.payments.domain.tiers import tiers
from karum.payments.models import SellerTier


def decide_tier(seller_id: int, code: str, note: str, *, person_id: int | None, now: datetime) -> bool:
    """Write the decision down beside those before. False for a tier that is not in the file, or without a note."""
    note = note.replace("\0", "").strip()[:1000]
    if not note or code not in {tier.code for tier in tiers().tiers}:
        return False
    SellerTier.objects.create(seller_id=seller_id, tier=code, note=note, decided_by_id=person_id, decided_at=now)
    return True
