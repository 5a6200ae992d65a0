"""``karum run``: the whole hub as one supervised program."""

import argparse
import errno
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from karum.runtime.database import embedded
from karum.runtime.lock import Busy, FolderLock
from karum.runtime.postgres import PostgresFailed
from karum.runtime.settings import Settings, settings
from karum.runtime.supervisor import CouldNotStart, Part, Stop, Supervisor

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where prometheus-client lets processes share their counters


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("run", help="start the whole hub: database, web and worker")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM. Returns 0 after a clean stop, 1 when the hub could not start (and says why)."""
    knobs = settings()
    try:
        with FolderLock(Path(knobs.data_dir), f"A hub at {knobs.listen_url}"):
            return _run(knobs)
    except (Busy, CouldNotStart, PostgresFailed) as refusal:
        print(f"karum: {refusal}", file=sys.stderr)
    except OSError as refusal:
        print(f"karum: {_reason(refusal, knobs)}", file=sys.stderr)
    return 1


def _run(knobs: Settings) -> int:
    begun = time.monotonic()
    server = embedded()
    with _listen(knobs.host, knobs.port) as listener:
        web = [
            Part(
                "web" if number == 0 else f"web {number + 1}",
                ("serve", "--fd", str(listener.fileno())),
                (listener.fileno(),),
            )
            for number in range(knobs.web_processes)
        ]
        os.environ[SHARED] = str(_empty_folder(knobs.data_dir / "metrics"))
        supervisor = Supervisor([*web, Part("worker", ("worker",))], server, _say)
        supervisor.catch_signals()
        try:
            if server is not None:
                _say("Starting the database." if (server.directory / "PG_VERSION").exists() else "Making the database.")
                server.start()
            if supervisor.run_once(["prepare"]) != 0:
                raise CouldNotStart("The hub could not be prepared; the lines above say why.")
            _say("Starting web and worker.")
            supervisor.start()
            supervisor.tend(lambda: _ready(knobs), lambda: _welcome(knobs, begun))
        except Stop:
            _say("Stopping.")
        finally:
            supervisor.stop()
    _say("Stopped.")
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def _empty_folder(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder.resolve()


def _reason(refusal: OSError, knobs: Settings) -> str:
    if refusal.errno == errno.EADDRINUSE:
        return f"Port {knobs.port} is taken by another program. Choose another: make run PORT={knobs.port + 1}"
    if refusal.errno in (errno.EADDRNOTAVAIL, errno.EACCES) and not refusal.filename:
        return f"The hub cannot listen on {knobs.listen_url} ({refusal.strerror}). Check HOST and PORT."
    if refusal.errno == errno.ENOSPC:
        return f"The disk that holds {knobs.data_dir} is full. Free some space, or set KARUM_DATA to another folder."
    return f"{refusal.strerror}: {refusal.filename}" if refusal.filename else str(refusal)


def _ready(knobs: Settings) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(knobs.host, knobs.host)  # noqa: S104 (compared, not bound)
    host = f"[{host}]" if ":" in host else host
    try:
        with urllib.request.urlopen(f"http://{host}:{knobs.port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _welcome(knobs: Settings, begun: float) -> None:
    _say(f"Everything is up after {time.monotonic() - begun:.1f} s. Ctrl-C stops it.")
    _say(f"Karum is ready at {knobs.listen_url}")


def _say(text: str) -> None:
    print(text, flush=True)
