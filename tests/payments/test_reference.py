"""Each night the catalogue learns the day's rates, so that prices of all currencies can be compared."""

from datetime import date
from decimal import Decimal

import pytest
from procrastinate.contrib.django import app

from karum.catalogue.models import ReferenceRate
from karum.payments import services
from karum.payments.queries import known_currencies

DAY = date(2026, 10, 30)


@pytest.mark.django_db
def test_every_currency_that_can_be_converted_is_kept_and_old_rates_make_way() -> None:
    ReferenceRate.objects.create(currency="EUR", rate=Decimal(9))
    services.keep_reference_rates(DAY)
    kept = dict(ReferenceRate.objects.values_list("currency", "rate"))
    assert kept.keys() == known_currencies()
    assert (kept["USD"], kept["EUR"]) == (1, Decimal("1.1172"))


@pytest.mark.django_db
def test_the_nightly_task_keeps_them() -> None:
    task = app.tasks["payments.reference_rates"]
    assert task.queueing_lock == task.name
    assert [t.cron for t in app.periodic_registry.periodic_tasks.values() if t.task is task] == ["29 3 * * *"]
    task(timestamp=0)
    assert ReferenceRate.objects.filter(currency="KES").exists()
