"""Jobs of talk: letters, the shop's clock, what was never confirmed."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from karum.parties.events import PersonClosed
from karum.runtime.events import subscribe
from karum.talk import letters, services
from karum.talk.events import ConfirmationAsked, MessageWritten

_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=3)


@app.task(name="talk.write_letters", retry=_AGAIN)
def write_letters(conversation_id: int, step: int) -> None:
    """Tell the other side of a message."""
    letters.send(conversation_id, step)


@app.task(name="talk.ask_to_confirm", retry=_AGAIN)
def ask_to_confirm(conversation_id: int) -> None:
    """Let a guest show that the address is hers."""
    letters.ask_to_confirm(conversation_id)


@app.periodic(cron="*/15 * * * *", periodic_id="talk.clocks")
@app.task(name="talk.clocks", queueing_lock="talk.clocks")
def clocks(timestamp: int) -> None:
    """Remind shops that have not answered in time, once for each question."""
    for conversation_id in services.remind(now=timezone.now()):
        letters.remind(conversation_id)


@app.periodic(cron="37 3 * * *", periodic_id="talk.tidy")
@app.task(name="talk.tidy", queueing_lock="talk.tidy")
def tidy(timestamp: int) -> None:
    """Each night: forget questions that nobody confirmed."""
    while services.forget_unconfirmed(now=timezone.now()):
        pass


@app.task(name="talk.person_closed")
def person_closed(person_id: int) -> None:
    """Shops keep what was said to them; who said it is forgotten with her account."""
    services.forget_asker(person_id)


subscribe(PersonClosed, "talk.person_closed")
subscribe(MessageWritten, "talk.write_letters")
subscribe(ConfirmationAsked, "talk.ask_to_confirm")
