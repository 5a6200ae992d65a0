"""One hub for each data folder: a lock that the kernel lets go of when its holder dies, however it dies."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType


class Busy(RuntimeError):
    """Another program holds the data folder; the message says which."""


class FolderLock:
    """Held between ``take`` and ``release``. The file says who holds it, for people and for ``karum doctor``."""

    def __init__(self, data_dir: Path, holder: str) -> None:
        self.path = data_dir.resolve() / "hub.lock"
        self.holder = holder
        self.fd = -1

    def take(self, *, wait_s_max: float = 0) -> None:
        """Take the lock. Raises Busy with the holder's name when it is not free within ``wait_s_max``."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + wait_s_max
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(fd)
                    raise Busy(self._said()) from None
                time.sleep(0.1)
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{self.holder} (process {os.getpid()})\n".encode(), 0)
        self.fd = fd

    def release(self) -> None:
        if self.fd >= 0:
            os.ftruncate(self.fd, 0)
            os.close(self.fd)
            self.fd = -1

    def _said(self) -> str:
        holder = self.path.read_text(errors="replace").strip() or "Another Karum program"
        return (
            f"{holder} is using the data folder {self.path.parent}. Two hubs cannot share one: stop that one first, "
            "or give this one its own folder and port, for example: make run KARUM_DATA=.karum-2 PORT=8001"
        )

    def __enter__(self) -> "FolderLock":
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
