import pytest
from django.db import connection


@pytest.mark.django_db
def test_db() -> None:
    assert connection.pg_version >= 150000
