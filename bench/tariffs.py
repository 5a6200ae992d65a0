"""Loading an official tariff of full size: time and memory of ``karum rules load``, beside reading alone."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import start
from bench.big_files import REAL
from bench.frame import Row, say
from karum.official.kinds import reader_for
from karum.official.source import Source
from tests.runtime.harness import Hub

LINES = 30_000


def measure(hub: Hub) -> list[Row]:
    if not REAL.is_dir():
        say(f"  left out: the official chapters are not at {REAL}")
        return []
    start.ensure(hub)
    env = os.environ | {"DATABASE_URL": hub.database_url, "SECRET_KEY": "bench", "KARUM_DATA": str(hub.folder)}
    with tempfile.TemporaryDirectory(prefix="karum-bench-") as folder:
        file = Path(folder) / "hts.json"
        say(f"  a made-up US tariff of {LINES:,} lines")
        subprocess.run([sys.executable, "-m", "bench.big_files", "us-hts", str(LINES), str(file)], check=True)
        reading = _reading(file)
        began = time.perf_counter()
        command = [sys.executable, "-m", "karum", "rules", "load", str(file), "--valid-from", "2026-01-01"]
        with (Path(folder) / "said").open("w+") as said:
            loading = subprocess.Popen(command, env=env, stdout=said)
            _, status, usage = os.wait4(loading.pid, 0)
            loading.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.perf_counter() - began
            said.seek(0)
            found = re.search(r": ([\d,]+) rows in", said.read())
    assert loading.returncode == 0, f"karum rules load ended with {loading.returncode}"
    assert found is not None
    peak = usage.ru_maxrss / 1024
    return [
        Row(f"loading a US tariff of {LINES:,} lines, {found[1]} rows", seconds, "s"),
        Row("the same, memory of the loading process at most", peak, "MB"),
        Row("the same file, read alone", reading, "s"),
    ]


def _reading(file: Path) -> float:
    source = Source(file)
    began = time.perf_counter()
    for _ in reader_for(source).read(source):
        pass
    return time.perf_counter() - began
