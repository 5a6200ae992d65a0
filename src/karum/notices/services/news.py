"""News of the hub: to those who asked for it, each issue once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language

from karum.notices.domain.kinds import Kind
from karum.notices.domain.news import Issue
from karum.notices.models import Choice, NewsIssue
from karum.notices.services.tell import tell
from karum.parties.queries import emails_of


def readers_of_news() -> Sequence[str]:
    """The e-mail addresses of all who asked for news, by letter or by push."""
    rows = list(Choice.objects.filter(Q(by_email=True) | Q(by_push=True), kind=Kind.NEWS.value).order_by("id"))
    emails = emails_of(row.person_id for row in rows if row.person_id is not None)
    return [*emails.values(), *(row.email for row in rows if row.person_id is None)]


@transaction.atomic
def send_news(issue: Issue, *, now: datetime) -> int | None:
    """Send the issue; return how many letters are queued, None when one of that name went out already."""
    row, made = NewsIssue.objects.get_or_create(name=issue.name, defaults={"sent_at": now, "letters": 0})
    if not made:
        return None
    row.letters = tell(
        Kind.NEWS, readers_of_news(), lambda: issue.text(get_language() or "en"), path="/", tag=issue.name
    )
    row.save(update_fields=["letters"])
    return row.letters
