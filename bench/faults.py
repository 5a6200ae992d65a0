"""``python -m bench.faults [RUNS] [MINUTES]``: 1,000 runs of the main job on a hub whose parts are killed at random.

Prints how many faults of which kind were injected and what happened, and writes it to ``bench/out/faults.json``; ends
with 1 when any money is missing or doubled. The folder of a hub with which anything is wrong is kept, with its log.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from bench.frame import OUT, commit, machine
from tests.journeys.faults import long_form


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    minutes = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    folder = Path(tempfile.mkdtemp(prefix="karum-faults-"))
    siege = long_form(folder / "hub", runs, minutes)
    result = siege.endure()
    print(f"{machine()}; commit {commit()}")
    print(result.text())
    OUT.mkdir(exist_ok=True)
    (OUT / "faults.json").write_text(result.text() + "\n")
    if not result.wrong:
        shutil.rmtree(folder, ignore_errors=True)
        return 0
    (folder / "hub.log").write_text("\n".join(siege.hub.lines) + "\n")
    print(f"Something is wrong: the hub and its log stay in {folder}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
