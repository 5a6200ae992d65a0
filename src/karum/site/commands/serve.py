"""``karum serve``: one web process."""

import argparse
import os
import socket


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("serve", help="start one web process only")
    parser.set_defaults(func=command)


def command(arguments: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
    return serve(None)


def serve(listener: socket.socket | None) -> int:
    """Serve until SIGTERM; requests that are being answered get five seconds to end. None: listen on HOST and PORT."""
    # A page that takes this long helps nobody and holds a thread; commands and jobs may take longer.
    os.environ.setdefault("PGOPTIONS", "-c statement_timeout=30s -c lock_timeout=10s")
    import uvicorn

    from karum.runtime.settings import settings

    knobs = settings()
    server = uvicorn.Server(
        uvicorn.Config(
            "karum.site.asgi:application",
            host=knobs.host,
            port=knobs.port,
            loop="uvloop",
            http="httptools",
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            backlog=2048,
            timeout_graceful_shutdown=5,
            proxy_headers=bool(knobs.trusted_proxies),
            forwarded_allow_ips=list(knobs.trusted_proxies),
        )
    )
    server.run(sockets=None if listener is None else [listener])
    return 0 if server.started else 1
