"""Jobs of money that meet a database or a provider that is away: the worker does them again, and they are not lost."""

import django.db
import pytest
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from karum.payments import services, tasks
from karum.payments.providers import ProviderUnreachable

SAID = {"key": "5f1d3a9e-5f0b-4b7e-9d6a-3c1b8a2e7f40", "minor": 100, "currency": "EUR"}
JOBS = {
    "payments.send_refund": ("send_refund", {"refund_id": 1}),
    "payments.ask": ("ask", {"payment_id": 1}),
    "payments.sandbox_confirms": ("receive_webhook", SAID),
    "payments.sandbox_refund_fails": ("receive_webhook", SAID),
}


def status_after(name: str, monkeypatch: pytest.MonkeyPatch, problem: Exception) -> str:
    """What the worker makes of a job whose service ends with ``problem``."""
    service, arguments = JOBS[name]

    def fail(*words: object, **named: object) -> None:
        raise problem

    monkeypatch.setattr(services, service, fail)
    monkeypatch.setattr(tasks, "remember", lambda key, said: None)
    app.perform_import_paths()
    memory = InMemoryConnector()
    with app.replace_connector(memory) as own:
        number = own.configure_task(name, queue="tried").defer(**arguments)
        own.run_worker(queues=["tried"], wait=False, install_signal_handlers=False)
        return str(memory.jobs[number]["status"])


@pytest.mark.parametrize("name", JOBS)
@pytest.mark.parametrize(
    "problem",
    [
        django.db.OperationalError("terminating connection due to administrator command"),
        django.db.InterfaceError("connection already closed"),
        ProviderUnreachable("no answer"),
    ],
    ids=["database killed", "connection lost", "provider away"],
)
def test_a_job_that_met_a_dead_database_waits_to_be_done_again(
    name: str, problem: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status_after(name, monkeypatch, problem) == "todo"


def test_a_job_that_can_never_be_done_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert status_after("payments.send_refund", monkeypatch, ValueError("a mistake")) == "failed"
