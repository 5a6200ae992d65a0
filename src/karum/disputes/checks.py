"""What the doctor asks of cases: that their clocks run, and that the hub and its chargebacks are answered in time."""

from datetime import timedelta

from django.utils import timezone

from karum.disputes.domain.states import HUBS, Stage
from karum.disputes.models import Case, ChargebackShare
from karum.runtime.doctor import Finding, check

_OWN = [stage for stage in HUBS if stage is not Stage.MEDIATION]
SOON = timedelta(days=2)


@check("clocks of cases")
def clocks() -> Finding:
    """No case stands still an hour after its term ran out."""
    late = Case.objects.filter(due_at__lt=timezone.now() - timedelta(hours=1)).exclude(stage__in=_OWN)
    if late.exists():
        return Finding.warn(
            f"{late.count()} cases stand although their term ran out: {', '.join(str(one) for one in late[:3])}",
            "See that the worker runs; if it does, its log says why these cases cannot move.",
        )
    return Finding.good("no case waits beyond its term")


@check("decisions of disputes")
def decisions() -> Finding:
    """The hub decides in the time that it published."""
    late = Case.objects.filter(stage__in=_OWN, due_at__lt=timezone.now()).count()
    if late:
        return Finding.warn(f"{late} disputes wait longer than was promised.", "Decide them: /hub/disputes")
    return Finding.good("no dispute waits longer than was promised")


@check("replies to chargebacks")
def replies() -> Finding:
    """Every chargeback is answered before the bank's term."""
    soon = ChargebackShare.objects.filter(state="open", reply_by__lt=timezone.now() + SOON).count()
    if soon:
        return Finding.warn(f"{soon} chargebacks must be answered within two days.", "See /hub/chargebacks")
    return Finding.good("no chargeback's term is near")
