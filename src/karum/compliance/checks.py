"""What the doctor asks of screening: that there are lists, that they are new, and that nobody waits too long."""

from datetime import timedelta

from django.utils import timezone

from karum.compliance.domain.rules import rules
from karum.compliance.queries import lists_in_force, open_cases
from karum.runtime.doctor import Finding, check
from karum.runtime.settings import settings

DO = "Fetch it from its authority and run: karum rules load FILE (docs/how-to/screen-parties.md)"
WAIT_DAYS_MAX = 2


@check("sanctions lists")
def lists() -> Finding:
    """Whether lists are loaded and not older than the rules allow."""
    found = lists_in_force()
    if not found and settings().demo:
        return Finding.good("This is a demo: nobody is screened until a list is loaded (karum rules load FILE).")
    if not found:
        return Finding.warn(
            "No list of sanctions is loaded, so nobody is screened.",
            "Fetch the lists that bind you and run: karum rules load FILE (docs/how-to/screen-parties.md)",
        )
    days = rules().list_days_max
    old = [one.kind for one in found if one.loaded_at < timezone.now() - timedelta(days=days)]
    if old:
        return Finding.warn(f"Older than {days} days: {', '.join(old)}.", DO)
    broken = [f"{one.kind} ({one.broken})" for one in found if one.broken]
    if broken:
        return Finding.warn(
            f"Rows that could not be used: {', '.join(broken)}.", "Read them at /hub/screening/lists, and report them."
        )
    return Finding.good(f"{', '.join(f'{one.kind}: {one.rows:,}' for one in found)} entries, all new enough.")


@check("screening cases")
def cases() -> Finding:
    """Whether somebody waits longer than people were told."""
    late = [one for one in open_cases() if one.opened_at < timezone.now() - timedelta(days=WAIT_DAYS_MAX)]
    if late:
        return Finding.warn(f"{len(late)} cases wait longer than {WAIT_DAYS_MAX} days.", "Decide them: /hub/screening")
    return Finding.good("nobody waits longer than was promised")
