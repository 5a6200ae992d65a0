"""What every measurement shares: rows, the table on the screen, the JSON file beside it."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

OUT = Path(__file__).parent / "out"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``unit`` is written out: ``orders/s``, ``ms``, ``MB``."""

    name: str
    value: float
    unit: str


def machine() -> str:
    """Processor, number of cores and memory, as far as the system tells."""
    name = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            name = line.partition(":")[2].strip()
            break
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{name}, {os.cpu_count()} cores, {memory_gb:.0f} GB, {platform.system()} {platform.release()}"


def commit() -> str:
    """The commit that was measured; ``+`` when the files differ from it."""
    name = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False)
    return name.stdout.strip() + ("+" if changed.stdout.strip() else "")


def report(target: str, rows: Sequence[Row]) -> Path:
    """Print the table and write ``bench/out/<target>.json``."""
    width = max(len(row.name) for row in rows)
    print(f"\n{machine()}; commit {commit()}")
    for row in rows:
        digits = 0 if row.value >= 100 else 2
        print(f"  {row.name:<{width}}  {row.value:>12,.{digits}f} {row.unit}")
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{target}.json"
    content = {
        "machine": machine(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "load_average": os.getloadavg()[0],
        "rows": [asdict(row) for row in rows],
    }
    path.write_text(json.dumps(content, indent=2) + "\n")
    return path


def say(text: str) -> None:
    """Progress, on the screen only."""
    print(text, flush=True)
