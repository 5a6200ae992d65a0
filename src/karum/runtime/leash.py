"""Children that cannot outlive their supervisor, even when it is killed with SIGKILL.

Our own children hold the read end of a pipe whose write end only the supervisor has: end of file means that the
supervisor is gone. PostgreSQL cannot watch a pipe, so there Linux is asked to send it a signal.
"""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable

GRACE_S = 3.0
_SET_PARENT_DEATH_SIGNAL, _SET_NAME = 1, 15  # of Linux's prctl(2)


class Leash:
    """A pipe between the supervisor, which only keeps it open, and its children."""

    def __init__(self) -> None:
        self.read_fd, self.write_fd = os.pipe()

    def hold(self) -> None:
        """In a forked child: stop cleanly when the supervisor is gone; stop anyway after ``GRACE_S``."""
        os.close(self.write_fd)
        threading.Thread(target=self._watch, name="leash", daemon=True).start()

    def _watch(self) -> None:
        while os.read(self.read_fd, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(GRACE_S)
        os._exit(1)


def signal_on_parent_death(number: int) -> Callable[[], None] | None:
    """A ``preexec_fn`` after which the kernel sends ``number`` when the parent dies; None where not on Linux."""
    if sys.platform != "linux":
        return None
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        libc.prctl(_SET_PARENT_DEATH_SIGNAL, number)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return prepare


def name_process(name: str) -> None:
    """Show this process as ``name`` (15 letters at most) in ps and top."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_NAME, name.encode(), 0, 0, 0)
