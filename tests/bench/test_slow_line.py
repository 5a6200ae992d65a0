"""The bad line itself: it is as slow as it says, and it breaks where it is told to."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from bench.slow_line import FIRST_WINDOW_BYTES, Cut, SlowLine, _Direction, _Window

RTT_MS = 60.0


class Server:
    """Answers every line that ends with a line feed with ``answer``; ``heard`` is what reached it."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.heard = answer, [b""][:0]
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self.socket.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[client], daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client:
            try:
                while asked := client.recv(65_536):
                    self.heard.append(asked)
                    client.sendall(self.answer)
            except OSError:
                return


@contextmanager
def server(answer: bytes) -> Iterator[Server]:
    found = Server(answer)
    try:
        yield found
    finally:
        found.socket.shutdown(socket.SHUT_RDWR)
        found.socket.close()


def ask(line: SlowLine, asked: bytes, size: int) -> bytes:
    """What comes back, ``size`` bytes or less when the line breaks."""
    answer = b""
    with (
        suppress(ConnectionError),
        socket.create_connection(("127.0.0.1", line.port), timeout=10) as client,
    ):
        client.sendall(asked)
        while len(answer) < size and (piece := client.recv(65_536)):
            answer += piece
    return answer


def test_what_is_sent_arrives_whole_and_not_before_two_round_trips() -> None:
    answer = bytes(range(256)) * 400
    with server(answer) as far, SlowLine(far.address, rtt_ms=RTT_MS, kbit_s=0) as line:
        begun = time.monotonic()
        assert ask(line, b"GET /\n", len(answer)) == answer
        assert time.monotonic() - begun >= 2 * RTT_MS / 1000  # the handshake, the question and its answer
        assert line.counted.bytes_down == len(answer)
        assert line.counted.bytes_up == 6
        assert line.counted.connections == 1


def test_nothing_is_faster_than_the_bandwidth_not_even_on_two_connections() -> None:
    answer = b"x" * 20_000
    with server(answer) as far, SlowLine(far.address, rtt_ms=0, kbit_s=800) as line:
        begun = time.monotonic()
        threads = [threading.Thread(target=ask, args=[line, b"GET /\n", len(answer)]) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - begun >= 40_000 / 100_000


def test_bytes_wait_for_their_turn_with_their_headers() -> None:
    road = _Direction(kbit_s=400)
    assert road.sent_at(1_460, now=10.0) == pytest.approx(10.03)
    assert road.sent_at(1_460, now=10.0) == pytest.approx(10.06)
    assert road.sent_at(1, now=20.0) == pytest.approx(20.00082)


def test_a_connection_begins_slowly_and_grows_by_what_was_acknowledged() -> None:
    window = _Window()
    assert window.waits_until(1_460) == 0.0
    window.under_way.append((1.0, FIRST_WINDOW_BYTES))
    assert window.waits_until(1) == 1.0
    window.acknowledge(1.0)
    assert window.limit_bytes == 2 * FIRST_WINDOW_BYTES
    assert window.waits_until(1) == 0.0


@pytest.mark.parametrize(
    ("kind", "reaches", "comes"), [(Cut.REQUEST, 0, 0), (Cut.ANSWER, 1, 0), (Cut.HALF, 1, 600)], ids=lambda one: one
)
def test_a_request_is_cut_where_it_was_asked_and_only_once(kind: Cut, reaches: int, comes: int) -> None:
    answer = b"y" * 5_000
    with server(answer) as far, SlowLine(far.address, rtt_ms=5, kbit_s=0) as line:
        fired = line.cut_once(kind, when=b"POST /pay")
        assert ask(line, b"GET /pay\n", len(answer)) == answer
        assert not fired.is_set()
        assert len(ask(line, b"POST /pay\n", len(answer))) == comes
        assert fired.wait(5)
        assert len(far.heard) == 1 + reaches
        assert ask(line, b"POST /pay\n", len(answer)) == answer


def test_a_line_that_is_down_carries_nothing_and_comes_back() -> None:
    with server(b"z") as far, SlowLine(far.address, rtt_ms=5, kbit_s=0) as line:
        with line.down():
            assert ask(line, b"GET /\n", 1) == b""
        assert ask(line, b"GET /\n", 1) == b"z"
        assert len(far.heard) == 1


def test_a_line_cuts_by_itself() -> None:
    with server(b"z") as far, SlowLine(far.address, rtt_ms=0, kbit_s=0, cut_every_s=0.05) as line:
        with (
            suppress(ConnectionError),
            socket.create_connection(("127.0.0.1", line.port), timeout=10) as client,
        ):
            assert client.recv(1) == b""
        assert line.counted.cuts == 1
