"""What cases tell the packages above them. Fields are JSON values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """Something happened in a case; ``step`` is its place in the log."""

    case_id: int
    step: int
