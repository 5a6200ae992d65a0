"""A small HTTP load generator: one process, keep-alive connections, GET requests one after the other on each.

Run as ``python -m bench.load HOST PORT CONNECTIONS SECONDS HEADER < paths``; prints one JSON object.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

import uvloop


@dataclass(frozen=True, slots=True)
class Load:
    """``failures`` are answers other than 200 and broken connections."""

    requests_per_s: float
    p50_ms: float
    p99_ms: float
    requests: int
    failures: int
    bytes_each: float


class _Client(asyncio.Protocol):
    def __init__(self, requests: Sequence[bytes], first: int, step: int, until: float) -> None:
        self.requests = requests
        self.at = first
        self.step = step
        self.until = until
        self.times_s: list[float] = []
        self.failures = 0
        self.received = 0
        self.buffer = b""
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's own class
        self._ask()

    def _ask(self) -> None:
        self.begun = time.perf_counter()
        self.transport.write(self.requests[self.at % len(self.requests)])
        self.at += self.step

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.buffer[:end].lower()
        if b"transfer-encoding: chunked" in head:
            if not self.buffer.endswith(b"0\r\n\r\n"):
                return
        else:
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in head else 0
            if len(self.buffer) < end + 4 + length:
                return
        now = time.perf_counter()
        self.times_s.append(now - self.begun)
        self.received += len(self.buffer)
        self.failures += not head.startswith(b"http/1.1 200")
        self.buffer = b""
        if now >= self.until:
            self.transport.close()
        else:
            self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if time.perf_counter() < self.until:
            self.failures += 1
        if not self.done.done():
            self.done.set_result(None)


async def _run(host: str, port: int, connections: int, seconds: float, requests: Sequence[bytes]) -> Load:
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    clients = []
    for first in range(connections):
        _, client = await loop.create_connection(
            lambda first=first: _Client(requests, first, connections, begun + seconds), host, port
        )
        clients.append(client)
    await asyncio.gather(*(client.done for client in clients))
    took_s = time.perf_counter() - begun
    times = sorted(each for client in clients for each in client.times_s)
    count = len(times)
    return Load(
        requests_per_s=count / took_s,
        p50_ms=times[count // 2] * 1000 if times else 0.0,
        p99_ms=times[min(count - 1, count * 99 // 100)] * 1000 if times else 0.0,
        requests=count,
        failures=sum(client.failures for client in clients),
        bytes_each=sum(client.received for client in clients) / max(1, count),
    )


def load(host: str, port: int, paths: Sequence[str], *, connections: int, seconds: float, header: str = "") -> Load:
    """Put load on a server from a process of its own and return what was measured."""
    command = [sys.executable, "-m", "bench.load", host, str(port), str(connections), str(seconds), header]
    done = subprocess.run(
        command, input="\n".join(paths), capture_output=True, text=True, check=True, timeout=seconds + 60
    )
    return Load(**json.loads(done.stdout))


def main() -> None:
    host, port, connections, seconds, header = sys.argv[1:6]
    paths = [line.strip() for line in sys.stdin if line.strip()]
    headers = f"Host: {host}:{port}\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n"
    headers += f"{header}\r\n" if header else ""
    requests = [f"GET {path} HTTP/1.1\r\n{headers}\r\n".encode() for path in paths]
    result = uvloop.run(_run(host, int(port), int(connections), float(seconds), requests))
    print(json.dumps(asdict(result)))


if __name__ == "__main__":
    main()
