"""The published clocks are those of the program."""

from pathlib import Path

from karum.disputes.domain.states import ON_TERM
from karum.disputes.domain.terms import terms

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "case-clocks.md"


def test_the_manual_names_every_clock_as_it_is() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    wanted = []
    for stage, (field, action) in ON_TERM.items():
        then = f"`{action}`" if action else "nothing: the hub is late"
        wanted.append(f"| `{stage}` | {getattr(terms(), field)} | `{field}` | {then} |")
    assert rows == wanted
    assert f"for {terms().claim_days} days after receipt" in PAGE.read_text()
