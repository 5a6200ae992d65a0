"""Each seller's tier, what it allows and what she used of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.payments.domain.payouts import PayoutState
from karum.payments.domain.tiers import Tier, tiers
from karum.payments.models import Payout, SellerTier
from karum.payments.queries.rates import fx

_HERS = frozenset({Purpose.ESCROW, Purpose.PAYABLE, Purpose.RESERVE})


@dataclass(frozen=True, slots=True)
class TierDecision:
    """One row of a seller's history."""

    tier: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TierCard:
    """A seller's tier. ``paid``: this month; ``held``: all that stands for her now. Both in the limits' currency, and
    None when a currency of it has no rate."""

    tier: Tier
    paid: Money | None
    held: Money | None
    next: Tier | None

    @property
    def held_too_much(self) -> bool:
        limit = self.tier.held
        return limit is not None and (self.held is None or limit < self.held)


def tier_of(seller_id: int, *, now: datetime) -> TierCard:
    """Her tier with what she used of it, and the one above."""
    tier = _tiers([seller_id])[seller_id]
    every = tiers().tiers
    place = every.index(tier)
    held = [b.net for b in ledger.balances(seller_id) if b.key.purpose in _HERS and b.net.minor]
    return TierCard(
        tier=tier,
        paid=_whole(_paid([seller_id], now)[seller_id], now.date()),
        held=_whole(held, now.date()),
        next=every[place + 1] if place + 1 < len(every) else None,
    )


def tier_history(seller_id: int) -> list[TierDecision]:
    """Every decision, the newest first."""
    rows = SellerTier.objects.filter(seller_id=seller_id).select_related("decided_by").order_by("-id")
    return [TierDecision(row.tier, row.note, str(row.decided_by or ""), row.decided_at) for row in rows]


def over_limit(due: Sequence[tuple[int, Money]], *, now: datetime) -> set[tuple[int, str]]:
    """Sellers and currencies of ``due`` whose amount their tier does not allow now; what has no rate is not allowed."""
    sellers = sorted({seller_id for seller_id, _ in due})
    found, paid = _tiers(sellers), _paid(sellers, now)
    today, over = now.date(), set()
    month = {seller_id: _whole(paid[seller_id], today) for seller_id in sellers}
    for seller_id, amount in sorted(due, key=lambda row: (row[0], row[1].currency)):
        tier = found[seller_id]
        if not tier.is_limited:
            continue
        before, worth = month[seller_id], _whole([amount], today)
        if before is None or worth is None or not tier.allows(worth, before):
            over.add((seller_id, amount.currency))
        else:
            month[seller_id] = before + worth
    return over


def tier_codes(sellers: Sequence[int]) -> list[str]:
    """The tiers that these sellers are in."""
    return [tier.code for tier in _tiers(sellers).values()]


def _tiers(sellers: Sequence[int]) -> dict[int, Tier]:
    rows = SellerTier.objects.filter(seller_id__in=sellers).order_by("seller_id", "-id").distinct("seller_id")
    said = dict(rows.values_list("seller_id", "tier"))
    return {seller_id: tiers().named(said.get(seller_id, "")) for seller_id in sellers}


def _paid(sellers: Sequence[int], now: datetime) -> defaultdict[int, list[Money]]:
    """What each was paid since the month began; what came back or was cancelled does not count."""
    begun = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = (
        Payout.objects.filter(seller_id__in=sellers, run__made_at__gte=begun, run__made_at__lte=now)
        .exclude(state__in=[PayoutState.RETURNED, PayoutState.CANCELLED])
        .values_list("seller_id", "currency")
        .annotate(total=Sum("amount_minor"))
    )
    found: defaultdict[int, list[Money]] = defaultdict(list)
    for seller_id, currency, total in rows:
        found[seller_id].append(Money(total, currency))
    return found


def _whole(amounts: Iterable[Money], day: date) -> Money | None:
    """All of it in the limits' currency."""
    currency = tiers().currency
    total = Money.zero(currency)
    for amount in amounts:
        rate = fx(amount.currency, currency, day)
        if rate is None:
            return None
        total += amount.convert(rate.rate, currency)
    return total
