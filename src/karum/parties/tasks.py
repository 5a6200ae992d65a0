"""Jobs of parties."""

from datetime import timedelta
from smtplib import SMTPException

from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.parties import services
from karum.parties.mailbox import smtp
from karum.runtime.settings import settings

UNCONFIRMED_KEPT = timedelta(days=2)
_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[OSError, SMTPException])


@app.task(name="parties.send_letter", retry=_AGAIN)
def send_letter(subject: str, body: str, sender: str, to: str, headers: dict[str, str] | None = None) -> None:
    """Hand a letter to the server; eight tries over some hours."""
    EmailMessage(subject, body, sender, [to], headers=headers, connection=smtp(settings().smtp_url)).send()


@app.periodic(cron="23 3 * * *")
@app.task(name="parties.sweep", queueing_lock="parties.sweep")
def sweep(timestamp: int) -> None:
    """Each night: forget people who never showed their code, sessions that have run out, and old limits."""
    now = timezone.now()
    services.forget_unconfirmed(now - UNCONFIRMED_KEPT)
    services.forget_old_limits()
    Session.objects.filter(expire_date__lt=now).delete()
