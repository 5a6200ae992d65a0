"""A bad line to measure and test on: a TCP proxy with a round trip, a bandwidth, slow start, and cuts.

``python -m bench.slow_line 9000 127.0.0.1:8000 --rtt-ms 400 --kbit-s 400 --cut-every-s 30``, or in a program::

    with SlowLine(("127.0.0.1", 8000), rtt_ms=400, kbit_s=400) as line:
        browser.open(line.url)
        line.cut_once(Cut.ANSWER, when=b"POST /checkout/review")   # the hub gets it, the browser never hears
        with line.down(): ...                                       # no line at all

What is modelled, as on a telephone: one handshake before the first byte; half a round trip each way; the bandwidth of
each direction shared by all connections, with 40 bytes of headers around every 1,460; a congestion window that begins
at ten segments and grows by what was acknowledged (RFC 6928, RFC 5681). Not modelled: loss of single packets, TLS, DNS.
"""

import argparse
import asyncio
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Self

SEGMENT_BYTES = 1_460
HEADER_BYTES = 40
FIRST_WINDOW_BYTES = 10 * SEGMENT_BYTES
CONNECT_S_MAX = 10.0
HEARD_S = 0.05
"""until the other side has read what came before a reset"""


class Cut(Enum):
    """Where a request is cut off."""

    REQUEST = "the server never gets it"
    ANSWER = "the server does it, and nobody hears of it"
    HALF = "the answer breaks off in the middle"


@dataclass(slots=True)
class Counted:
    """What went over the line since the last ``reset``; bytes are the payload of TCP."""

    connections: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    cuts: int = 0


@dataclass(slots=True)
class _Armed:
    kind: Cut
    when: bytes
    half_bytes: int
    once: bool = True
    fired: threading.Event = field(default_factory=threading.Event)


class _Direction:
    """The bandwidth of one direction, shared by all connections: a queue in which every byte waits for its turn."""

    def __init__(self, kbit_s: float) -> None:
        self.bytes_per_s = kbit_s * 1000 / 8
        self.free_at = 0.0

    def sent_at(self, size: int, now: float) -> float:
        """The moment at which ``size`` bytes that are handed over now have left."""
        if not self.bytes_per_s:
            return now
        segments = -(-size // SEGMENT_BYTES)
        self.free_at = max(self.free_at, now) + (size + segments * HEADER_BYTES) / self.bytes_per_s
        return self.free_at


class _Window:
    """How many bytes of a connection may be under way without an acknowledgement."""

    def __init__(self) -> None:
        self.limit_bytes = FIRST_WINDOW_BYTES
        self.under_way: deque[tuple[float, int]] = deque()

    def acknowledge(self, now: float) -> None:
        while self.under_way and self.under_way[0][0] <= now:
            self.limit_bytes += self.under_way.popleft()[1]

    def waits_until(self, size: int) -> float:
        """0.0 when ``size`` more bytes may go now, else the moment of the next acknowledgement."""
        busy = sum(part for _at, part in self.under_way)
        return self.under_way[0][0] if self.under_way and busy + size > self.limit_bytes else 0.0


class SlowLine:
    """A line to ``server`` with an own thread. ``rtt_ms`` 0: no delay; ``kbit_s`` 0: no limit.

    ``cut_every_s``: all connections break off every so many seconds; 0: never.
    """

    def __init__(
        self,
        server: tuple[str, int],
        *,
        port: int = 0,
        rtt_ms: float = 400.0,
        kbit_s: float = 400.0,
        cut_every_s: float = 0.0,
    ) -> None:
        self.server, self.port = server, port
        self.rtt_s, self.cut_every_s = rtt_ms / 1000, cut_every_s
        self.counted = Counted()
        self._up, self._down = _Direction(kbit_s), _Direction(kbit_s)
        self._is_down = False
        self._armed: list[_Armed] = []
        self._open: set[_Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slow line", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(CONNECT_S_MAX)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(CONNECT_S_MAX)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CONNECT_S_MAX)
        self._loop.close()

    def reset(self) -> Counted:
        """Count from nought again; return what was counted until now."""
        counted, self.counted = self.counted, Counted()
        return counted

    def cut_once(self, kind: Cut, *, when: bytes, half_bytes: int = 600) -> threading.Event:
        """Cut the next request whose first bytes are ``when`` (``b"POST /cart/add"``); the event says that it happened.

        ``half_bytes``: how much of the answer still comes with ``Cut.HALF``.
        """
        armed = _Armed(kind, when, half_bytes)
        self._armed.append(armed)
        return armed.fired

    def cut_now(self) -> None:
        """Break off every connection that is open."""
        asyncio.run_coroutine_threadsafe(self._cut_all(), self._loop).result(CONNECT_S_MAX)

    @contextmanager
    def cut_all_of(self, when: bytes, kind: Cut = Cut.ANSWER, *, half_bytes: int = 600) -> Iterator[threading.Event]:
        """Cut every request that begins with ``when``: browsers send some a second time by themselves."""
        armed = _Armed(kind, when, half_bytes, once=False)
        self._armed.append(armed)
        try:
            yield armed.fired
        finally:
            self._armed.remove(armed)

    @contextmanager
    def down(self) -> Iterator[None]:
        """No line: what is open breaks off, what is new is refused."""
        self._is_down = True
        self.cut_now()
        try:
            yield
        finally:
            self._is_down = False

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]
        self._cutter = self._loop.create_task(self._cut_now_and_then())

    async def _end(self) -> None:
        self._cutter.cancel()
        self._listener.close()
        await self._cut_all()

    async def _cut_now_and_then(self) -> None:
        while self.cut_every_s:
            await asyncio.sleep(self.cut_every_s)
            await self._cut_all()

    async def _cut_all(self) -> None:
        for connection in list(self._open):
            self.counted.cuts += 1
            connection.break_off()
        while self._open:
            await asyncio.sleep(0.001)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = _Connection(self, writer)
        if self._is_down:
            connection.break_off()
            return
        self.counted.connections += 1
        self._open.add(connection)
        try:
            await connection.carry(reader)
        finally:
            self._open.discard(connection)

    def armed_for(self, first: bytes) -> _Armed | None:
        """The cut that waits for a request that begins like this; one for once is spent with this call."""
        found = next((one for one in self._armed if first.startswith(one.when)), None)
        if found:
            self.counted.cuts += 1
            if found.once:
                self._armed.remove(found)
        return found


class _Connection:
    """One connection of a client and its twin to the server."""

    def __init__(self, line: SlowLine, client: asyncio.StreamWriter) -> None:
        self.line, self.client = line, client
        self.server: asyncio.StreamWriter | None = None
        self.cut: _Armed | None = None
        self.left_bytes = 0
        self.tasks: list[asyncio.Task[None]] = []
        self.broken = asyncio.Event()

    async def carry(self, reader: asyncio.StreamReader) -> None:
        with suppress(TimeoutError):  # the handshake
            await asyncio.wait_for(self.broken.wait(), self.line.rtt_s)
        if self.broken.is_set():
            return
        try:
            answers, self.server = await asyncio.wait_for(asyncio.open_connection(*self.line.server), CONNECT_S_MAX)
        except OSError:
            self.break_off()
            return
        pumps = ((reader, self.server, True), (answers, self.client, False))
        self.tasks = [asyncio.create_task(self._pump(*pump)) for pump in pumps]
        await asyncio.wait(self.tasks)
        for task in self.tasks:
            if not task.cancelled() and task.exception():
                self.break_off()
        for writer in (self.client, self.server):
            writer.close()

    def break_off(self) -> None:
        """Both sides see a reset, as when a telephone loses its cell."""
        self.broken.set()
        for task in self.tasks:
            task.cancel()
        for writer in (self.client, self.server):
            if writer is None:
                continue
            endpoint = writer.get_extra_info("socket")
            with suppress(OSError):  # it may be closed already
                endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    async def _pump(self, source: asyncio.StreamReader, goal: asyncio.StreamWriter, up: bool) -> None:
        """Carry one direction until its end, every piece at its time and in order."""
        road = self.line._up if up else self.line._down
        window, arriving = _Window(), asyncio.Queue[tuple[float, bytes | None]](maxsize=4096)
        deliver = asyncio.create_task(self._deliver(arriving, goal))
        try:
            while piece := await source.read(SEGMENT_BYTES):
                if up and self._looks_like_cut(piece):
                    self.break_off()
                    return
                breaks = False
                if not up:
                    piece, breaks = self._what_is_left(piece)
                window.acknowledge(now := time.monotonic())
                while until := window.waits_until(len(piece)):
                    await asyncio.sleep(max(0.0, until - now))
                    window.acknowledge(now := time.monotonic())
                left_at = road.sent_at(len(piece), now)
                if self.line.rtt_s:
                    window.under_way.append((left_at + self.line.rtt_s, len(piece)))
                self._count(len(piece), up)
                if piece:
                    await arriving.put((left_at + self.line.rtt_s / 2, piece))
                if breaks and self.cut:
                    await arriving.put((0.0, None))  # no end: a line that breaks does not say so
                    await deliver
                    await asyncio.sleep(HEARD_S)
                    self.break_off()
                    self.cut.fired.set()
                    return
            await arriving.put((0.0, b""))  # the end
            await deliver
        finally:
            deliver.cancel()

    def _looks_like_cut(self, piece: bytes) -> bool:
        """Whether this piece of a request is to be lost; the other cuts are remembered for the answer."""
        found = self.line.armed_for(piece)
        if found is None:
            return False
        if found.kind is Cut.REQUEST:
            found.fired.set()
            return True
        self.cut, self.left_bytes = found, found.half_bytes if found.kind is Cut.HALF else 0
        return False

    def _what_is_left(self, piece: bytes) -> tuple[bytes, bool]:
        """The piece of an answer as far as it may come, and whether the line breaks after it."""
        if self.cut is None:
            return piece, False
        kept = piece[: self.left_bytes]
        self.left_bytes -= len(kept)
        return kept, not self.left_bytes

    def _count(self, size: int, up: bool) -> None:
        if up:
            self.line.counted.bytes_up += size
        else:
            self.line.counted.bytes_down += size

    async def _deliver(self, arriving: asyncio.Queue[tuple[float, bytes | None]], goal: asyncio.StreamWriter) -> None:
        while True:
            at, piece = await arriving.get()
            if piece is None:
                return
            if not piece:
                if goal.can_write_eof():
                    with suppress(OSError):  # the other side has gone already
                        goal.write_eof()
                return
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            goal.write(piece)
            await goal.drain()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.slow_line")
    parser.add_argument("port", type=int, help="where browsers come in")
    parser.add_argument("server", help="host:port of the hub")
    parser.add_argument("--rtt-ms", type=float, default=400.0)
    parser.add_argument("--kbit-s", type=float, default=400.0)
    parser.add_argument("--cut-every-s", type=float, default=0.0)
    asked = parser.parse_args()
    host, _, port = asked.server.rpartition(":")
    line = SlowLine(
        (host, int(port)), port=asked.port, rtt_ms=asked.rtt_ms, kbit_s=asked.kbit_s, cut_every_s=asked.cut_every_s
    )
    with line:
        print(f"{line.url} leads to {asked.server}: {asked.rtt_ms:.0f} ms, {asked.kbit_s:.0f} kbit/s", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
