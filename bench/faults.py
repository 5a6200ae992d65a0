"""``python -m bench.faults [RUNS] [MINUTES]``: 1,000 runs of the main job on a hub whose parts are killed at random.

Prints how many faults of which kind were injected and what happened; ends with 1 when any money is missing or doubled.
"""

import sys
import tempfile
from pathlib import Path

from bench.frame import OUT, commit, machine
from tests.journeys.faults import long_form


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    minutes = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    with tempfile.TemporaryDirectory(prefix="karum-faults-") as folder:
        result = long_form(Path(folder) / "hub", runs, minutes)
    print(f"{machine()}; commit {commit()}")
    print(result.text())
    OUT.mkdir(exist_ok=True)
    (OUT / "faults.json").write_text(result.text() + "\n")
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
