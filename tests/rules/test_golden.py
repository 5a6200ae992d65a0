"""Golden country cases: a request and the whole reckoning in short form, one file per case.

``KARUM_WRITE_GOLDEN=1 pytest tests/rules/test_golden.py`` writes the answers anew; read the difference before you
commit it.
"""

import json
import os
from pathlib import Path

import pytest

from karum.rules import LandedCost, landed_cost
from karum.rules.quote_json import request_of

CASES = sorted((Path(__file__).parent / "golden").glob("*.json"))


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


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 25


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_answer_is_the_golden_one(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    answer = landed_cost(request_of(case["request"]))
    found = summary(answer)
    if os.environ.get("KARUM_WRITE_GOLDEN"):
        path.write_text(json.dumps({**case, "answer": found}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    assert found == case["answer"]
