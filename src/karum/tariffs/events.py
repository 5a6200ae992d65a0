"""What tariffs tell the packages above them. Fields are JSON values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RulesChanged:
    """An official file changed duties that were known before; ``tariffs.queries.changes`` says which."""

    system: str
    file_id: int
    codes_count: int
