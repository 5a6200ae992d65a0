"""Children that cannot outlive their supervisor, even when it is killed with SIGKILL.

Our own Python children hold the read end of a pipe whose write end only the supervisor has: end of file means that the
supervisor is gone. PostgreSQL cannot watch a pipe, so there Linux is asked to send it a signal.
"""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable

VARIABLE = "KARUM_LEASH_FD"
GRACE_S = 3.0


class Leash:
    """The supervisor's end. Keep it alive as long as the children shall live."""

    def __init__(self) -> None:
        self.read_fd, self._write_fd = os.pipe()
        os.set_inheritable(self.read_fd, True)

    def close(self) -> None:
        os.close(self.read_fd)
        os.close(self._write_fd)


def hold() -> None:
    """In a child: stop cleanly when the supervisor is gone; stop anyway after ``GRACE_S``."""
    text = os.environ.pop(VARIABLE, "")
    if not text:
        return
    read_fd = int(text)
    os.set_inheritable(read_fd, False)

    def watch() -> None:
        while os.read(read_fd, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(GRACE_S)
        os._exit(1)

    threading.Thread(target=watch, name="leash", daemon=True).start()


def signal_on_parent_death(number: int) -> Callable[[], None] | None:
    """A ``preexec_fn`` after which the kernel sends ``number`` when the parent dies; None where not on Linux."""
    if sys.platform != "linux":
        return None
    set_parent_death_signal = 1
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        libc.prctl(set_parent_death_signal, number)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return prepare
