"""kill -9 of web, worker and PostgreSQL while people buy, pay, accept, ship, confirm and give back.

Most payments time out although the provider took the money. Whatever the hub said yes to is there in the end, once;
every order comes to an end; hub, plain books and provider agree to the cent. ``python -m bench.faults`` does it 1,000
times.
"""

from pathlib import Path

import pytest

from tests.journeys.faults import Siege


@pytest.mark.browser
def test_whatever_is_killed_no_money_is_lost_and_none_is_doubled(tmp_path: Path) -> None:
    siege = Siege(tmp_path / "hub", runs=12, clients=6, seconds_max=40, pause_s=(2, 7), seed=4)
    result = siege.endure()
    print(result.text())
    assert result.wrong == []
    assert result.paid > 0
    assert result.killed.total() > 0, "nothing was killed, so nothing was tested"
    assert result.cards["answer lost"] > 0, "no payment timed out, so nothing was tested"
