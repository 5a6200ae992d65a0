"""The whole program: it starts, heals, and leaves nothing behind."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.runtime.harness import Hub, wait_until


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """One hub for the tests of this file, which hurt it one after the other."""
    hub = Hub(tmp_path_factory.mktemp("hub"))
    hub.start()
    yield hub
    if hub.process is not None and hub.process.poll() is None:
        hub.kill()


def test_it_says_that_it_lives_and_is_ready(hub: Hub) -> None:
    assert hub.get("/healthz") == (200, b"ok\n")
    assert hub.get("/readyz") == (200, b'{"database": "ok", "migrations": "ok"}')
    status, text = hub.get("/metrics")
    assert status == 200
    assert b'karum_jobs{state="todo"} 0.0' in text


def test_the_doctor_is_green(hub: Hub) -> None:
    hub.wait_healthy()


def test_a_second_hub_on_the_same_folder_is_refused(hub: Hub) -> None:
    done = hub.karum("run")
    assert done.returncode == 1
    assert "Two hubs cannot share one" in done.stderr
    assert hub.url in done.stderr


def test_a_port_that_is_taken_is_said(hub: Hub, tmp_path: Path) -> None:
    other = Hub(tmp_path, PORT=str(hub.port))
    done = other.karum("run")
    assert done.returncode == 1
    assert f"Port {hub.port} is taken by another program." in done.stderr


@pytest.mark.parametrize("name", ["serve", "worker", "postgres"])
def test_a_part_that_is_killed_comes_back(hub: Hub, name: str) -> None:
    hub.kill_part(name)
    hub.wait_ready()
    hub.wait_healthy()


def test_a_database_connection_that_is_killed_is_replaced(hub: Hub) -> None:
    with psycopg.connect(hub.database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'karum' AND pid <> pg_backend_pid()"
        )
    hub.wait_ready()
    hub.wait_healthy()
    assert hub.get("/account/login/")[0] == 200


def test_nothing_outlives_a_killed_supervisor_and_the_next_start_is_green(hub: Hub) -> None:
    with psycopg.connect(hub.database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")
    hub.kill()
    hub.start()
    with psycopg.connect(hub.database_url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    hub.wait_healthy()


def test_a_server_that_outlived_its_hub_is_taken_over(hub: Hub) -> None:
    """Everything is killed but one stopped backend, as on a machine that is dying."""
    backend = hub.part("postgres").children()[0]
    postmaster = hub.part("postgres")
    backend.suspend()
    assert hub.process is not None
    hub.process.kill()
    hub.process.wait()
    postmaster.kill()
    hub.start()
    assert not psutil.pid_exists(backend.pid)
    hub.wait_healthy()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly(hub: Hub, number: int) -> None:
    assert hub.process is not None
    family = psutil.Process(hub.process.pid).children(recursive=True)
    assert hub.stop(number) == 0
    wait_until(lambda: not any(process.is_running() for process in family), "the end of every child", 5)
    assert hub.lines[-1] == "Stopped."
    hub.start()
