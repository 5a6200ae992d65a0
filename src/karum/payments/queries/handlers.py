"""Who had a hand in a seller's payouts: such a person does not judge her disputes."""

from karum.payments.models import PayoutRun


def handled_payouts(person_id: int, seller_id: int) -> bool:
    """Whether the person made a bank file that pays this seller."""
    return PayoutRun.objects.filter(made_by_id=person_id, payouts__seller_id=seller_id).exists()
