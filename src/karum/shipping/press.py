"""The press: a process of its own that turns sheets into PDF or PNG with typst, and ends.

Run by its path (``services.papers``), so that it loads neither Django nor the rest of Karum. A process of its own keeps
typst's fonts and caches (some 100 MB) out of the web server's memory, and a text that would keep typst busy for ever
ends by its limits without harm.

Standard input: ``{"root", "fonts", "jobs": [{"template", "sheet", "words", "form": "pdf"|"png", "dots_per_inch",
"day"}]}``; standard output: for each job the list of its files (one PDF or each page's PNG), in base64.
"""

import base64
import json
import resource
import sys
from datetime import UTC, datetime
from typing import Any

import typst

CPU_SECONDS_MAX = 30
MEMORY_BYTES_MAX = 4 << 30  # of addresses, most of which are never touched
# PDF/A-2a for archives of ten years and more, PDF/UA-1 so that a screen reader reads the tables.
STANDARDS: list[Any] = ["a-2a", "ua-1"]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    order: dict[str, Any] = json.load(sys.stdin)
    compiler = typst.Compiler(root=order["root"], font_paths=[order["fonts"]], ignore_system_fonts=True)
    json.dump([_printed(compiler, order["root"], job) for job in order["jobs"]], sys.stdout)


def _printed(compiler: typst.Compiler, root: str, job: dict[str, Any]) -> list[str]:
    """Return the files of one job. The time in the file is the paper's own day: the same paper is the same bytes."""
    made = compiler.compile(
        input=f"{root}/{job['template']}.typ",
        format=job["form"],
        ppi=job["dots_per_inch"],
        sys_inputs={"sheet": job["sheet"], "words": job["words"]},
        pdf_standards=STANDARDS if job["form"] == "pdf" else [],
        timestamp=datetime.fromisoformat(job["day"]).replace(tzinfo=UTC),
    )
    assert made is not None
    files = made if isinstance(made, list) else [made]
    return [base64.b64encode(file).decode("ascii") for file in files]


if __name__ == "__main__":
    main()
