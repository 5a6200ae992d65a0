"""``karum run``: the whole hub as one supervised program."""

import argparse
import errno
import gc
import importlib
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

PORT_WAIT_S_MAX = 30.0  # what a killed hub left behind lets go of its port within seconds
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where prometheus-client lets processes share their counters


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("run", help="start the whole hub: database, web and worker")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM. Returns 0 after a clean stop, 1 when the hub could not start (and says why)."""
    knobs = settings()
    try:
        with FolderLock(Path(knobs.data_dir), f"A hub at {knobs.listen_url}") as lock:
            return _run(knobs, lock)
    except (Busy, CouldNotStart, PostgresFailed) as refusal:
        print(f"karum: {refusal}", file=sys.stderr)
    except OSError as refusal:
        print(f"karum: {_reason(refusal, knobs)}", file=sys.stderr)
    return 1


def _run(knobs: Settings, lock: FolderLock) -> int:
    begun = time.monotonic()
    server = embedded()
    with _listen(knobs.host, knobs.port) as listener:
        names = ["web", *(f"web-{number}" for number in range(2, knobs.web_processes + 1))]
        parts = [Part(name, lambda: _web(listener)) for name in names]
        os.environ[SHARED] = str(_empty_folder(knobs.data_dir / "metrics"))
        supervisor = Supervisor([*parts, Part("worker", _worker)], server, _say, [lock.fd])
        supervisor.catch_signals()
        try:
            if server is not None:
                _say("Starting the database." if (server.directory / "PG_VERSION").exists() else "Making the database.")
                server.start()
            _load()
            if supervisor.run_once(_prepare) != 0:
                raise CouldNotStart("The hub could not be prepared; the lines above say why.")
            _say("Starting web and worker.")
            _warm()
            supervisor.start()
            supervisor.tend(lambda: _ready(knobs), lambda: _welcome(knobs, begun, supervisor))
        except Stop:
            _say("Stopping.")
        finally:
            supervisor.stop()
    _say("Stopped.")
    return 0


def _load() -> None:
    """Load the program once, before it is forked. No thread is started and no connection made."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
    for name in ("karum.site.asgi", "uvicorn", "uvloop", "httptools", "karum.runtime.worker"):
        importlib.import_module(name)


def _warm() -> None:
    """Answer one page before the fork: templates, rules and translations are read once and stay shared."""
    from django.db import connections

    from karum.site.wsgi import warm

    warm()
    connections.close_all()
    gc.freeze()


def _prepare() -> int:
    from karum.site.commands.prepare import prepare

    return prepare()


def _web(listener: socket.socket) -> int:
    from karum.site.commands.serve import serve

    return serve(listener)


def _worker() -> int:
    from karum.site.commands.worker import run as work

    return work(argparse.Namespace())


def _listen(host: str, port: int) -> socket.socket:
    deadline = time.monotonic() + PORT_WAIT_S_MAX
    told = False
    while True:
        try:
            return _bound(host, port)
        except OSError as refusal:
            if refusal.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise
        if not told:
            _say(f"Port {port} is taken: waiting a moment, in case a hub that was killed is still letting go of it.")
            told = True
        time.sleep(0.2)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
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


def _seed() -> int:
    from karum.site.commands.seed import seed_once

    seed_once(_say)
    return 0


def _welcome(knobs: Settings, begun: float, supervisor: Supervisor) -> None:
    _say(f"Everything is up after {time.monotonic() - begun:.1f} s. Ctrl-C stops it.")
    _say(f"Karum is ready at {knobs.listen_url}")
    if knobs.demo:
        supervisor.run_beside("karum-demo", _seed)


def _say(text: str) -> None:
    print(text, flush=True)
