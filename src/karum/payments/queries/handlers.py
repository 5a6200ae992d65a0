"""Who had a hand in a seller's payouts: such a person does not judge her disputes."""

from django.db.models import Q

from karum.payments.models import PayoutRun


def handled_payouts(person_id: int, seller_id: int) -> bool:
    """Whether the person made or approved a payout run that pays this seller."""
    by_her = Q(made_by_id=person_id) | Q(approved_by_id=person_id)
    return PayoutRun.objects.filter(by_her, payouts__seller_id=seller_id).exists()
