"""kill -9 of web, worker and PostgreSQL while people buy, pay, accept, ship, confirm and give back.

Most payments time out although the provider took the money. Whatever the hub said yes to is there in the end, once;
every order comes to an end; hub, plain books and provider agree to the cent. ``python -m bench.faults`` does it 1,000
times.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.faults import Siege
from tests.journeys.traders import Story


@pytest.mark.browser
def test_whatever_is_killed_no_money_is_lost_and_none_is_doubled(tmp_path: Path) -> None:
    siege = Siege(tmp_path / "hub", runs=12, clients=6, seconds_max=40, pause_s=(2, 7), seed=4)
    result = siege.endure()
    print(result.text())
    assert result.wrong == []
    assert result.paid > 0
    assert result.killed.total() > 0, "nothing was killed, so nothing was tested"
    assert result.cards["answer lost"] > 0, "no payment timed out, so nothing was tested"


PAGE = "/o/3-5f1d3a9e5f0b4b7e9d6a3c1b8a2e7f40~signed"
KEY = "5f1d3a9e-5f0b-4b7e-9d6a-3c1b8a2e7f40"


def end(**other: Any) -> dict[str, Any]:
    """What the hub shows in the end, when all is well, but for ``other``."""
    well = {
        "problems": [], "provider": [], "states": {"completed": 1}, "payments": {}, "refunds": {"sent": 1},
        "chargebacks": {}, "cases": {"closed refunded": 1}, "trails": {KEY: ["place", "pay", "accept", "confirm"]},
    }  # fmt: skip
    return {**well, **other}


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        (end(), ""),
        (end(problems=["escrow differs"]), "escrow differs"),
        (end(provider=["the provider holds 5"]), "the provider holds 5"),
        (end(states={"completed": 1, "shipped": 2}), "2 orders are still shipped"),
        (end(refunds={"requested": 1}), "1 refunds are requested"),
        (end(cases={"decision": 1}), "1 cases are decision"),
        (end(trails={}), "acknowledged as paid"),
        (end(trails={KEY: ["place", "pay", "accept"]}), "confirm was acknowledged"),
        (end(trails={KEY: ["place", "pay", "accept", "confirm", "refund", "refund"]}), "refund 2 times"),
    ],
)
def test_the_judge_sees_what_was_lost_and_what_was_doubled(tmp_path: Path, seen: dict[str, Any], says: str) -> None:
    siege = Siege(tmp_path, runs=1, clients=1, seconds_max=1, pause_s=(1, 2), seed=1)
    siege._judge([Story("confirm", PAGE, paid=True, done=["accept", "confirm"])], seen)
    assert bool(siege.result.wrong) == bool(says)
    assert not says or any(says in wrong for wrong in siege.result.wrong)


def test_the_judge_sees_one_payment_that_two_were_told_of(tmp_path: Path) -> None:
    siege = Siege(tmp_path, runs=1, clients=1, seconds_max=1, pause_s=(1, 2), seed=1)
    siege._judge([Story("confirm", PAGE, paid=True), Story("confirm", PAGE, paid=True)], end())
    assert siege.result.wrong == [f"{PAGE} was acknowledged 2 times"]


def test_whatever_fails_at_the_end_is_a_line_and_what_was_counted_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    siege = Siege(tmp_path, runs=1, clients=1, seconds_max=1, pause_s=(1, 2), seed=1)

    def fail(*words: object) -> None:
        raise TimeoutError("nobody answered")

    def besiege() -> None:
        siege.result.killed["worker"] += 3

    for name in ("_look", "_verify", "_ask_doctor"):
        monkeypatch.setattr(siege, name, fail)
    monkeypatch.setattr(siege, "_besiege", besiege)
    monkeypatch.setattr(siege.hub, "start", lambda: None)
    monkeypatch.setattr(siege.hub, "stop", fail)
    result = siege.endure()
    assert result.killed["worker"] == 3
    begun = [line.split(":")[0] for line in result.wrong]
    assert begun == ["the end", "karum ledger verify", "the doctor", "stopping"]
