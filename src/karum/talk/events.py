"""What talk tells its own jobs and the packages above. Fields are JSON values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageWritten:
    """A message is there for the other side; ``step`` is its place."""

    conversation_id: int
    step: int


@dataclass(frozen=True, slots=True)
class ConfirmationAsked:
    """A guest asked something: her address has to be confirmed first."""

    conversation_id: int
