"""Whether a person of the hub is free to look at a case."""

from karum.disputes.domain.states import TAKEN, Stage
from karum.disputes.models import Case, CaseEvent, Decision
from karum.orders.queries import access_order_as_operator
from karum.parties.queries import Person, role_in
from karum.payments.queries.handlers import handled_payouts


def conflicts(case: Case, person: Person) -> dict[str, bool]:
    """Each thing that would make her not free -> whether it is so. An appeal goes to a person new to the case."""
    order = access_order_as_operator(case.seller_id, case.order_key)
    found = {
        "is_buyer": person.pk in (case.buyer_id, order.buyer_id) or person.email.lower() == order.email.lower(),
        "works_for_seller": role_in(person, case.seller_id) is not None,
        "handled_payouts": handled_payouts(person.pk, case.seller_id),
    }
    if case.stage == Stage.APPEAL:
        found["knows_case"] = (
            Decision.objects.filter(case=case, person_id=person.pk).exists()
            or CaseEvent.objects.filter(case=case, action=TAKEN, person_id=person.pk).exists()
        )
    return found
