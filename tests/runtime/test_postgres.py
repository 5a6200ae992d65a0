import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from karum.runtime.postgres import FAST_AND_FORGETFUL, Postgres, PostgresFailed
from tests.runtime.harness import wait_until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(tmp_path / "postgres", FAST_AND_FORGETFUL)
    yield server
    server.stop()


def _rows(server: Postgres) -> int:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
        assert row is not None
        return int(row[0])


def test_data_survives_a_stop_and_a_kill(server: Postgres) -> None:
    server.start()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    server.stop()
    assert not server.answers()
    server.start()
    assert _rows(server) == 1
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    server.start()
    assert _rows(server) == 1


def test_a_pid_file_that_names_another_program_is_no_obstacle(server: Postgres) -> None:
    """After a restart of the machine or the container the number may belong to anybody."""
    server.start()
    lines = (server.directory / "postmaster.pid").read_text().splitlines()
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    wait_until(lambda: not _living(server), "the end of the backends")
    (server.directory / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    server.start()
    assert server.answers()
    assert psutil.pid_exists(os.getpid())


def _living(server: Postgres) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _works_in(process, server.directory)]


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name() == "postgres" and process.cwd() == str(folder)
    except psutil.Error:
        return False


def test_a_kill_while_the_database_is_being_made_leaves_nothing_half_made(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    program = "import sys, pathlib, karum.runtime.postgres as p; p.Postgres(pathlib.Path(sys.argv[1])).start()"
    child = subprocess.Popen([sys.executable, "-c", program, str(folder)])
    fresh = folder.with_name("postgres.new")
    wait_until(lambda: (fresh / "base").exists() or folder.exists(), "the first files")
    time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    server = Postgres(folder, FAST_AND_FORGETFUL)
    server.start()
    try:
        assert server.answers()
        assert not fresh.exists()
    finally:
        server.stop()


def test_data_of_another_version_is_refused_with_advice(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("15\n")
    with pytest.raises(PostgresFailed, match=r"was made by PostgreSQL 15.*pg_dump"):
        Postgres(folder).start()


@pytest.mark.parametrize(
    ("name", "beside"), [("my hub é 100%", True), ("a-very-long-name-" * 8, False), ("Stoke, pottery", False)]
)
def test_no_path_breaks_the_socket(name: str, beside: bool) -> None:
    with tempfile.TemporaryDirectory() as short:
        server = Postgres(Path(short) / name / "postgres", FAST_AND_FORGETFUL)
        assert (server.socket_dir.parent == Path(short) / name) == beside
        server.start()
        try:
            assert server.answers()
        finally:
            server.stop()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres")
    target = tmp_path / "elsewhere"
    target.mkdir()
    server.socket_dir.symlink_to(target)
    with pytest.raises(PostgresFailed, match="belongs to somebody else"):
        server.start()
