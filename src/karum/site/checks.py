"""The doctor's check of the rule files: the rules themselves know nothing of a doctor."""

from datetime import UTC, datetime

from karum.rules.queries import rule_file_ages
from karum.runtime.doctor import Finding, check

DAYS_OLD = 180


@check("rule files")
def rule_files() -> Finding:
    """Duties and taxes change: a file that nobody has compared with its source for half a year is said."""
    today = datetime.now(UTC).date()
    ages = rule_file_ages()
    old = [age.file for age in ages if (today - age.checked).days > DAYS_OLD]
    if old:
        return Finding.warn(
            f"{len(old)} of {len(ages)} were last checked more than {DAYS_OLD} days ago: {', '.join(old[:5])}.",
            "Compare them with their sources and set 'checked', or update Karum.",
        )
    return Finding.good(f"{len(ages)} files, all checked within {DAYS_OLD} days; the oldest is {ages[0].file}.")
