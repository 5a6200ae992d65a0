"""For all tests: pages are rendered without collecting the static files first."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker


def pytest_configure() -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Before the database is dropped its other sessions end: a browser's open line keeps a server's thread, and its."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _each_test_reads_anew() -> None:
    """What a process keeps in memory of the database may be of a test whose rows are gone."""
    from karum.catalogue.queries.categories import forget_categories
    from karum.payments.queries.rates import look_again
    from karum.tariffs.queries.quotes import forget

    forget_categories()
    look_again()
    forget()
