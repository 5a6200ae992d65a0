"""A loader that is killed, or two that run at once, on a database that really commits."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from karum.official.loaded import Loaded
from karum.official.records import TariffRow
from karum.official.source import Source
from karum.tariffs.models import Measure as Row
from karum.tariffs.models import SourceFile
from karum.tariffs.services.load import load

from .tiny import JANUARY, NOON, LoadRows, TinyReader, duties, general

ROWS = 12_000  # more than one chunk: some of them are in the database's temporary tables when the loader dies
LOADER = """
import sys, time
from datetime import UTC, date, datetime
from pathlib import Path
import django
django.setup()
from karum.official.source import Source
from karum.tariffs.services.load import load
from tests.tariffs.tiny import TinyReader
from tests.tariffs.test_interrupted import rows

def slow():
    for number, row in enumerate(rows("9%")):
        yield row
        if number == 11_000:
            print("half", flush=True)
            time.sleep(60)

load(Source(Path(sys.argv[1])), TinyReader(slow()), valid_from=date(2026, 1, 1), now=datetime.now(UTC), say=print)
"""


def rows(duty: str) -> Iterator[TariffRow]:
    for number in range(ROWS):
        yield general(f"61{number:06}", duty)


@pytest.fixture
def committed(transactional_db: None, tmp_path: Path) -> LoadRows:
    return LoadRows(tmp_path)


def test_a_loader_that_is_killed_changes_nothing(committed: LoadRows, tmp_path: Path) -> None:
    committed([general("61000001", "5%")])
    (tmp_path / "new").write_text("new")
    with _start(LOADER, tmp_path / "new") as loader:
        assert loader.stdout is not None
        half_way = any(line.strip() == "half" for line in loader.stdout)
        loader.send_signal(signal.SIGKILL)
    assert half_way, "the loader never came half-way"
    assert duties("61000001", JANUARY) == ["5%"]
    assert (Row.objects.count(), SourceFile.objects.count()) == (1, 1)
    assert committed(rows("9%"), name="new", piece=False).added == ROWS
    assert duties("61000001", JANUARY) == ["9%"]


def test_two_loads_of_one_file_at_once_load_it_once(transactional_db: None, tmp_path: Path) -> None:
    (tmp_path / "same").write_text("same")

    def load_it(_: int) -> Loaded:
        try:
            reader = TinyReader([general("61091000", "5%")])
            return load(Source(tmp_path / "same"), reader, valid_from=JANUARY, now=NOON, say=print)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        loaded = list(pool.map(load_it, range(4)))
    assert sorted(one.already for one in loaded) == [False, True, True, True]
    assert Row.objects.count() == 1


def _start(program: str, *words: Path) -> subprocess.Popen[str]:
    database = connection.settings_dict
    url = f"postgresql:///{database['NAME']}?host={database['HOST']}&user={database['USER']}"
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "karum.site.settings", "PYTHONPATH": "src:."},
        cwd=Path(__file__).parents[2],
    )
