"""A whole hub for tests: the real ``karum run`` in a folder and on a port of its own, and ways to hurt it."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil

START_S_MAX = 900.0  # the demo hub's first start on a machine that is busy with other work
NOT_INHERITED = {"DATABASE_URL", "SECRET_KEY", "PAGES_KEPT_S"}  # the tests' own; a hub has its defaults


def free_port() -> int:
    """Below the ports that the system lends to clients, so that nobody takes it while the hub is down."""
    while True:
        port = random.randint(15_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def wait_until(true: Callable[[], Any], what: str, wait_s_max: float = 30.0) -> Any:
    """Return what ``true`` returns once it is truthy; fail after ``wait_s_max``."""
    deadline = time.monotonic() + wait_s_max
    while time.monotonic() < deadline:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {wait_s_max:.0f} s in vain for: {what}")


class Hub:
    """``start``, then hurt it, then ``stop``. ``lines`` is what it printed."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        mine = {
            "KARUM_DATA": str(folder),
            "PORT": str(self.port),
            "KARUM_DEMO": "no",
            "SMTP_URL": "smtp://localhost",
            "MAIL_FROM": "hub@test.example",
        }
        self.env: Mapping[str, str] = kept | mine | variables
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        return f"postgresql://postgres@/karum?host={self.folder / 'postgres-socket'}"

    def start(self) -> None:
        """Start and wait for the ready line, and for all that a demo hub writes beside its first visitors."""
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "karum", "run"],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, args=[self.process], daemon=True).start()
        ready = f"Karum is ready at {self.url}"
        wait_until(lambda: ready in self.lines or self.process.poll() is not None, "the ready line", START_S_MAX)
        assert ready in self.lines, "\n".join(self.lines)
        if self.env["KARUM_DEMO"] == "yes":
            told = self.karum("seed", wait_s_max=START_S_MAX)  # it waits for who writes already
            assert told.returncode == 0, told.stdout + told.stderr

    def stop(self, number: int = signal.SIGTERM, wait_s_max: float = 20.0) -> int:
        """Ask it to end and return its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(wait_s_max)

    def kill(self) -> None:
        """Kill the supervisor with SIGKILL and wait until its children have followed."""
        assert self.process is not None
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        _, left = psutil.wait_procs(family, timeout=20)
        assert not left, f"these outlived their supervisor: {left}"

    def part(self, name: str) -> psutil.Process:
        """A process of a part: ``serve``, ``worker`` or ``postgres``. Waits until there is one."""
        return wait_until(lambda: self.parts(name), f"a {name} process")[0]

    def parts(self, name: str) -> list[psutil.Process]:
        """All processes of a part: there are several web processes."""
        assert self.process is not None
        found = []
        for child in psutil.Process(self.process.pid).children():
            try:
                if child.name().startswith({"serve": "karum-web", "worker": "karum-worker"}.get(name, name)):
                    found.append(child)
            except psutil.Error:
                continue
        return found

    def kill_part(self, name: str) -> None:
        """Kill all processes of a part with SIGKILL and wait until the supervisor has started as many others."""
        wait_until(lambda: self.parts(name), f"a {name} process")
        old = self.parts(name)
        for process in old:
            process.kill()
        killed = {process.pid for process in old}
        wait_until(lambda: len({p.pid for p in self.parts(name)} - killed) == len(old), f"new {name} processes")

    def wait_ready(self) -> None:
        wait_until(lambda: self.get("/readyz")[0] == 200, "/readyz")

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body; status 0 when nobody answered."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()
        except OSError:
            return 0, b""

    def karum(self, *words: str, wait_s_max: float = 60.0) -> subprocess.CompletedProcess[str]:
        """Run another ``karum`` command on the same folder."""
        command = [sys.executable, "-m", "karum", *words]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=wait_s_max, check=False)

    def doctor(self) -> dict[str, dict[str, str]]:
        """The doctor's findings by name."""
        done = self.karum("doctor", "--json")
        assert done.stdout, done.stderr
        findings: dict[str, dict[str, str]] = json.loads(done.stdout)
        return findings

    def wait_healthy(self, wait_s_max: float = 60.0) -> None:
        """Wait until the doctor finds nothing to say; fail with what it says."""
        found: dict[str, dict[str, str]] = {}
        # A hub that is no demo is rightly told that the sandbox is no provider, and that nobody is screened.
        expected = {"payment provider", "sanctions lists"} if self.env["KARUM_DEMO"] == "no" else set()

        def green() -> bool:
            nonlocal found
            found = self.doctor()
            return {name for name, finding in found.items() if finding["state"] != "ok"} <= expected

        try:
            wait_until(green, "a green doctor", wait_s_max)
        except AssertionError:
            raise AssertionError(f"the doctor says: {json.dumps(found, indent=2)}") from None

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.lines.append(line.rstrip("\n"))
