"""One program made of several processes: starts the parts in order, restarts those that die, stops all of them.

The parts are forked, not started anew: the program is loaded once and its memory is shared, and a part that died is
back at once. The supervisor runs no threads (a fork would lose them) and keeps no database connection. It binds the
port, so that a port that is taken is said at once and a web process that dies leaves its callers waiting in the
socket's queue instead of refused.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn, overload

from karum.runtime.leash import Leash, name_process
from karum.runtime.postgres import Postgres, PostgresFailed

BACKOFF_S_FIRST = 0.25
BACKOFF_S_MAX = 30.0
STEADY_S = 60.0  # a part that ran this long may fail again without waiting longer
STOP_S_MAX = 10.0
GIVE_UP_AFTER = 3  # failures of one part before the hub was ever ready


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Somebody asked the program to end (Ctrl-C or SIGTERM)."""


class Child:
    """A forked process, as ``subprocess.Popen`` would show it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.code: int | None = None

    def poll(self) -> int | None:
        """Its exit code, negative when a signal ended it, or None while it runs."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code

    @overload
    def wait(self) -> int: ...
    @overload
    def wait(self, wait_s_max: float) -> int | None: ...
    def wait(self, wait_s_max: float = float("inf")) -> int | None:
        """Its exit code, or None when it still runs after ``wait_s_max``."""
        deadline = time.monotonic() + wait_s_max
        while self.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.code

    def send(self, number: signal.Signals) -> None:
        if self.code is None:
            os.kill(self.pid, number)


class CouldNotStart(RuntimeError):
    """A part does not come up; the message says which and what to do."""


@dataclass
class Part:
    """A process of the hub; ``run`` is its whole life and returns its exit code."""

    name: str
    run: Callable[[], int]
    child: Child | None = None
    started: float = 0.0
    failures: int = 0
    start_at: float = 0.0


class Supervisor:
    """Runs ``parts`` beside the embedded PostgreSQL, if there is one, until ``Stop``.

    ``private_fds`` are open files that belong to the supervisor alone.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        server: Postgres | None,
        say: Callable[[str], None],
        private_fds: Sequence[int] = (),
    ) -> None:
        self.parts = list(parts)
        self.server = server
        self.say = say
        self.private_fds = private_fds
        self.leash = Leash()
        self.was_ready = False
        self.beside: list[Child] = []

    def catch_signals(self) -> None:
        for number in SIGNALS:
            signal.signal(number, _stop)

    def run_once(self, run: Callable[[], int]) -> int:
        """Run something to its end in a process of its own, so that its memory comes back; return its exit code."""
        child = self._fork("karum-prepare", run)
        try:
            return child.wait()
        except Stop:
            _end(child)
            raise

    def run_beside(self, name: str, run: Callable[[], int]) -> None:
        """Start something that ends by itself while the parts go on; if it fails, nobody starts it again."""
        self.beside.append(self._fork(name, run))

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
                if part.child is None and now >= part.start_at:
                    self._start(part)
                elif part.child is not None and (code := part.child.poll()) is not None:
                    self._mourn(part, code)
            self.beside = [child for child in self.beside if child.poll() is None]
            if not self.was_ready and ready():
                self.was_ready = True
                on_ready()
            time.sleep(0.2 if self.was_ready else 0.05)

    def stop(self) -> None:
        """Stop the parts, last the database. A second Ctrl-C meanwhile is ignored: it takes seconds at most."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        running = [part.child for part in self.parts if part.child is not None] + self.beside
        for child in running:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + STOP_S_MAX
        for child in running:
            _end(child, max(0.1, deadline - time.monotonic()))
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
        part.child = self._fork(f"karum-{part.name}", part.run)
        part.started = time.monotonic()

    def _fork(self, name: str, run: Callable[[], int]) -> Child:
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            self._become(name, run)
        return Child(pid)

    def _become(self, name: str, run: Callable[[], int]) -> NoReturn:
        """The life of a child."""
        code = 1
        try:
            os.setsid()  # Ctrl-C reaches the supervisor only, which stops things in order
            for number in SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            for fd in self.private_fds:
                os.close(fd)
            self.leash.hold()
            name_process(name)
            code = run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _mourn(self, part: Part, code: int) -> None:
        part.child = None
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


def _end(child: Child, wait_s_max: float = STOP_S_MAX) -> None:
    child.send(signal.SIGTERM)
    if child.wait(wait_s_max) is None:
        child.send(signal.SIGKILL)
        child.wait()
