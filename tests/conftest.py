"""For all tests: pages are rendered without collecting the static files first."""

import pytest
from django.conf import settings


def pytest_configure() -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _each_test_reads_anew() -> None:
    """What a process keeps in memory of the database may be of a test whose rows are gone."""
    from karum.catalogue.queries.categories import forget_categories
    from karum.payments.queries.rates import look_again
    from karum.tariffs.queries.quotes import forget

    forget_categories()
    look_again()
    forget()
