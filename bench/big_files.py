"""Official files of full size, made up: the shape and the rates of real chapters, other numbers.

    python -m bench.big_files us-hts 30000 /tmp/hts.json

The US tariff has about 30,000 lines in 99 chapters. Here chapters 61 and 62, beside the checkout in ../shared/data, are
repeated under other chapters' numbers until there are as many lines. Clothing has many statistical lines without rates:
five in six of them are left out, so that rates weigh no less than in the real file.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.frame import say

REAL = Path(__file__).parents[2] / "shared" / "data" / "us-hts"
_SHAPES = ("chapter_61.json", "chapter_62.json")
_CHAPTERS_MAX = 97
_STATISTICAL_KEPT = 6  # one in so many


def write_us_hts(path: Path, lines: int = 30_000) -> int:
    """Write ``lines`` lines of a tariff in the USITC's JSON; return its size in bytes."""
    with path.open("w", encoding="utf-8") as file:
        for number, line in enumerate(_us_hts_lines(lines)):
            file.write(("[ " if number == 0 else ", ") + json.dumps(line, ensure_ascii=False, indent=2))
        file.write(" ]\n")
    return path.stat().st_size


def _us_hts_lines(count: int) -> Iterator[dict[str, Any]]:
    shapes = [_thinned(json.loads((REAL / name).read_text(encoding="utf-8"))) for name in _SHAPES]
    written = 0
    for chapter in range(1, _CHAPTERS_MAX + 1):
        for line in shapes[chapter % len(shapes)]:
            if written == count:
                return
            number = line["htsno"]
            yield {**line, "htsno": f"{chapter:02}{number[2:]}" if number else ""}
            written += 1
    raise ValueError(f"{written} lines are all that there are numbers for.")


def _thinned(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without most of the ten-digit lines that state no rate."""
    statistical = [n for n, line in enumerate(lines) if len(line["htsno"]) == 13 and not line["general"]]
    left_out = {n for position, n in enumerate(statistical) if position % _STATISTICAL_KEPT}
    return [line for n, line in enumerate(lines) if n not in left_out]


def main() -> int:
    kind, count, path = sys.argv[1:]
    size = {"us-hts": write_us_hts}[kind](Path(path), int(count))
    say(f"{path}: {int(count):,} lines, {size / 1e6:.1f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
