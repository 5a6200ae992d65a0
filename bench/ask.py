"""An open-loop client: asks at a fixed pace, whether or not the last answer has come, as many people would.

The time of an answer counts from the moment at which its question was due, so a server that stalls cannot hide it.
Run as ``python -m bench.ask HOST PORT PATH PER_SECOND SECONDS < bodies`` (one JSON body a line); prints JSON.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

CONNECTIONS_MAX = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """``failures`` are answers other than 200; ``per_s`` is the pace that was really kept."""

    per_s: float
    p50_ms: float
    p99_ms: float
    most_ms: float
    failures: int


class _Line:
    """One connection that is kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, request: bytes) -> bool:
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await self.reader.readexactly(length)
        return head.startswith(b"HTTP/1.1 200")


async def _run(host: str, port: int, requests: Sequence[bytes], per_s: float, seconds: float) -> Asked:
    lines: asyncio.Queue[_Line] = asyncio.Queue()
    for _ in range(CONNECTIONS_MAX):
        lines.put_nowait(_Line(*await asyncio.open_connection(host, port)))
    times_s: list[float] = []
    failures = 0

    async def one(number: int, due: float) -> None:
        nonlocal failures
        line = await lines.get()
        failures += not await line.ask(requests[number % len(requests)])
        times_s.append(time.perf_counter() - due)
        lines.put_nowait(line)

    begun = time.perf_counter()
    waiting = set()
    for number in range(int(per_s * seconds)):
        due = begun + number / per_s
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        waiting.add(asyncio.create_task(one(number, due)))
    await asyncio.gather(*waiting)
    took_s = time.perf_counter() - begun
    times_s.sort()
    count = len(times_s)
    return Asked(
        count / took_s,
        times_s[count // 2] * 1000,
        times_s[min(count - 1, count * 99 // 100)] * 1000,
        times_s[-1] * 1000,
        failures,
    )


def ask(host: str, port: int, path: str, bodies: Sequence[str], *, per_s: float, seconds: float) -> Asked:
    """Ask from a process of its own."""
    command = [sys.executable, "-m", "bench.ask", host, str(port), path, str(per_s), str(seconds)]
    text = "\n".join(bodies)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=seconds + 60)
    return Asked(**json.loads(done.stdout))


def main() -> None:
    host, port, path, per_s, seconds = sys.argv[1:6]
    head = f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
    bodies = [line.strip().encode() for line in sys.stdin if line.strip()]
    requests = [head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body for body in bodies]
    print(json.dumps(asdict(asyncio.run(_run(host, int(port), requests, float(per_s), float(seconds))))))


if __name__ == "__main__":
    main()
