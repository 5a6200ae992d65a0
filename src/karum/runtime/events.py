"""Events go up: a lower package publishes, higher packages subscribe.

A subscriber is a procrastinate task, so an event is a row in the same PostgreSQL transaction as the change that it
reports: both commit or neither does.
"""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from procrastinate.contrib.django import app

_subscribers: dict[type, list[str]] = defaultdict(list)


def subscribe(event: type, task: str) -> None:
    """Run the task named ``task`` whenever an ``event`` (a frozen dataclass) is published."""
    if task not in _subscribers[event]:
        _subscribers[event].append(task)


def publish(event: Any) -> None:
    """Queue one job for each subscriber, inside the caller's transaction. Fields must be JSON values."""
    for task in _subscribers[type(event)]:
        app.configure_task(task).defer(**asdict(event))
