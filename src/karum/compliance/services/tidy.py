"""What screening left behind is forgotten when its time is over (data/screening.toml)."""

from datetime import datetime, timedelta

from django.db import transaction

from karum.compliance.domain.rules import rules
from karum.compliance.models import Case, Decision, Screening


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Delete screenings, and closed cases with their decisions, that are older than the rules say; return how many."""
    screenings, _ = Screening.objects.filter(at__lt=now - timedelta(days=rules().clear_days_kept)).delete()
    # A year counts 366 days here, so that the database's own ten years are over for certain.
    old = Case.objects.exclude(state="open").filter(closed_at__lt=now - timedelta(days=366 * rules().case_years_kept))
    Decision.objects.filter(case__in=old).delete()
    cases = old.count()
    old.delete()
    return screenings + cases
