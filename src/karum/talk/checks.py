"""What the doctor asks of talk: that the clocks run, and that the hub looks at what it is shown."""

from datetime import timedelta

from django.utils import timezone

from karum.runtime.doctor import Finding, check
from karum.talk.domain.terms import terms
from karum.talk.models import Conversation, Report

PATIENCE = timedelta(days=2)
SLACK = timedelta(hours=1)


@check("clocks of questions")
def clocks() -> Finding:
    """Shops that do not answer are reminded."""
    late = Conversation.objects.filter(
        waiting_since__lt=timezone.now() - terms().answer_time - SLACK,
        reminded_at=None,
        frozen_at=None,
        confirmed_at__isnull=False,
    ).count()
    if late:
        return Finding.warn(
            f"{late} questions wait beyond their time and no shop was reminded.", "See that the worker runs."
        )
    return Finding.good("every shop that keeps a buyer waiting was reminded")


@check("reported conversations")
def reports() -> Finding:
    """Somebody looks at what was reported."""
    late = Report.objects.filter(answered_at=None, at__lt=timezone.now() - PATIENCE).count()
    if late:
        return Finding.warn(f"{late} reported conversations wait for more than two days.", "See /hub/messages")
    return Finding.good("no reported conversation waits long")
