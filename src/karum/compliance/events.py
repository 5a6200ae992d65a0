"""What compliance tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListChanged:
    """A list of sanctions was loaded and says something else than before: everybody is screened again."""

    file_id: int
