"""Golden country cases: a request and the whole reckoning in short form, one file per case.

``KARUM_WRITE_GOLDEN=1 pytest tests/rules/test_golden.py`` writes the answers anew; read the difference before you
commit it. ``by_hand`` holds what a person reckoned before the answer was written; it is never written anew.
"""

import json
import os
from pathlib import Path

import pytest

from karum.rules import LandedCost, landed_cost
from karum.rules.queries import markets
from karum.rules.quote_json import request_of

CASES = sorted((Path(__file__).parent / "golden").glob("*.json"))
BY_HAND = [path for path in CASES if '"by_hand"' in path.read_text(encoding="utf-8")]


def summary(answer: LandedCost) -> dict[str, object]:
    """What a broker reads first: totals, each line in one row, and the codes of what was assumed or missing."""
    return {
        "status": answer.status,
        "regime": answer.regime,
        "certain": answer.is_certain,
        "totals": answer.totals.to_json(),
        "between": None
        if answer.lowest is None or answer.highest is None
        else [answer.lowest.to_json(), answer.highest.to_json()],
        "lines": [
            " ".join(
                (
                    line.kind,
                    line.code,
                    "-" if line.item_index is None else str(line.item_index),
                    "-" if line.rate is None else str(line.rate),
                    "unknown" if line.amount is None else line.amount.text,
                    f"{line.payer}>{line.collector}@{line.due}",
                    line.confidence,
                    line.why_applied.code,
                )
            )
            for line in answer.lines
        ],
        "not_applied": [f"{line.code} {line.why_not[-1].code}" for line in answer.not_applied],
        "options": [
            f"{option.code} {option.item_index} {'unknown' if option.duty is None else option.duty.text}"
            + " chosen" * option.chosen
            for option in answer.options
        ],
        "missing": sorted({fact.code for fact in answer.missing_facts}),
        "assumed": sorted({note.code for note in answer.assumptions}),
        "documents": [paper.code for paper in answer.documents],
    }


def test_there_are_enough_cases_and_every_market_has_one() -> None:
    assert len(CASES) >= 150
    assert len(BY_HAND) >= 100
    reached = {json.loads(path.read_text(encoding="utf-8"))["request"]["destination"] for path in CASES}
    assert set(markets()) <= reached


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_the_sum_is_the_one_reckoned_by_hand(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    answer = landed_cost(request_of(case["request"]))
    bounds = {"lowest": answer.lowest, "highest": answer.highest}
    found = {
        **answer.totals.to_json(),
        **{name: None if totals is None else totals.to_json()["landed"] for name, totals in bounds.items()},
    }
    by_hand = {name: amount for name, amount in case["by_hand"].items() if name != "reckoning"}
    assert {name: found[name] for name in by_hand} == by_hand, case["by_hand"]["reckoning"]


ERAS = ["ar-shirts", "cl-parcel", "cn-kenya-tea", "gh-shirt", "il-parcel", "ma-parcel", "mx-parcel"]
ERAS += ["no-mug", "nz-courier", "th-mug", "us-shirts", "vn-consignment", "vn-express", "za-parcel"]


@pytest.mark.parametrize("stem", ERAS)
def test_the_same_parcel_on_the_day_before_and_after_a_change_has_both_answers(stem: str) -> None:
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in CASES if path.stem.startswith(f"{stem}-20")]
    assert len(cases) >= 2
    parcels = [{name: held for name, held in case["request"].items() if name != "date"} for case in cases]
    assert all(parcel == parcels[0] for parcel in parcels)
    assert len({json.dumps(case["answer"]["totals"]) for case in cases}) >= 2


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_answer_is_the_golden_one(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    answer = landed_cost(request_of(case["request"]))
    found = summary(answer)
    if os.environ.get("KARUM_WRITE_GOLDEN"):
        path.write_text(json.dumps({**case, "answer": found}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    assert found == case["answer"]
