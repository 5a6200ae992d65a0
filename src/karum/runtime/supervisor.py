"""One program made of several processes: starts the parts in order, restarts those that die, stops all of them.

The supervisor itself stays small and imports no Django. It binds the port, so that a port that is taken is said at
once and a web process that dies leaves its callers waiting in the socket's queue instead of refused.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from karum.runtime.leash import VARIABLE, Leash
from karum.runtime.postgres import Postgres, PostgresFailed

BACKOFF_S_FIRST = 0.25
BACKOFF_S_MAX = 30.0
STEADY_S = 60.0  # a part that ran this long may fail again without waiting longer
STOP_S_MAX = 10.0
GIVE_UP_AFTER = 3  # failures of one part before the hub was ever ready


class Stop(BaseException):
    """Somebody asked the program to end (Ctrl-C or SIGTERM)."""


class CouldNotStart(RuntimeError):
    """A part does not come up; the message says which and what to do."""


@dataclass
class Part:
    """A child process: ``command`` are the words after ``karum``, ``fds`` the open files that it inherits."""

    name: str
    command: Sequence[str]
    fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    start_at: float = field(default=0.0)


class Supervisor:
    """Runs ``parts`` beside the embedded PostgreSQL, if there is one, until ``Stop``."""

    def __init__(self, parts: Sequence[Part], server: Postgres | None, say: Callable[[str], None]) -> None:
        self.parts = list(parts)
        self.server = server
        self.say = say
        self.leash = Leash()
        self.was_ready = False

    def catch_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)

    def run_once(self, command: Sequence[str]) -> int:
        """Run ``karum`` with the words of ``command`` to its end and return its exit code."""
        process = self._spawn(command, ())
        try:
            return process.wait()
        except Stop:
            _end(process)
            raise

    def start(self) -> None:
        for part in self.parts:
            self._start(part)

    def tend(self, ready: Callable[[], bool], on_ready: Callable[[], None]) -> None:
        """Watch over everything for ever. ``on_ready`` is called once, when ``ready`` first says so. Raises Stop."""
        while True:
            if self.server is not None and self.server.process is not None and self.server.process.poll() is not None:
                self._restart_server(self.server)
            now = time.monotonic()
            for part in self.parts:
                if part.process is None and now >= part.start_at:
                    self._start(part)
                elif part.process is not None and part.process.poll() is not None:
                    self._mourn(part, part.process.returncode)
            if not self.was_ready and ready():
                self.was_ready = True
                on_ready()
            time.sleep(0.2 if self.was_ready else 0.05)

    def stop(self) -> None:
        """Stop the parts, last the database. A second Ctrl-C meanwhile is ignored: it takes seconds at most."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        running = [part.process for part in self.parts if part.process is not None]
        for process in running:
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + STOP_S_MAX
        for process in running:
            _end(process, max(0.1, deadline - time.monotonic()))
        if self.server is not None:
            self.server.stop()

    def _restart_server(self, server: Postgres) -> None:
        self.say("PostgreSQL ended unexpectedly; starting it again.")
        pause_s = BACKOFF_S_FIRST
        while True:
            try:
                server.start()
            except PostgresFailed as failure:
                self.say(f"{failure}\nNext try in {pause_s:.0f} s.")
                time.sleep(pause_s)
                pause_s = min(BACKOFF_S_MAX, pause_s * 2)
                continue
            self.say("PostgreSQL is back.")
            return

    def _start(self, part: Part) -> None:
        part.process = self._spawn(part.command, part.fds)
        part.started = time.monotonic()

    def _spawn(self, command: Sequence[str], fds: tuple[int, ...]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "karum", *command],
            env=os.environ | {VARIABLE: str(self.leash.read_fd)},
            pass_fds=(self.leash.read_fd, *fds),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _mourn(self, part: Part, code: int) -> None:
        part.process = None
        ran_s = time.monotonic() - part.started
        part.failures = 1 if ran_s > STEADY_S else part.failures + 1
        if not self.was_ready and part.failures >= GIVE_UP_AFTER:
            raise CouldNotStart(f"The {part.name} process ended {part.failures} times; its last lines above say why.")
        pause_s = min(BACKOFF_S_MAX, BACKOFF_S_FIRST * 2 ** (part.failures - 1))
        part.start_at = time.monotonic() + pause_s
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self.say(f"The {part.name} process {how}; starting it again in {pause_s:g} s.")


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stop(number)


def _end(process: subprocess.Popen[bytes], wait_s_max: float = STOP_S_MAX) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        process.wait(wait_s_max)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
