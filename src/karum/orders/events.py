"""What orders tell the packages above them. Fields are JSON values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrdersPlaced:
    """One event for a whole batch; ``keys`` are order keys as text."""

    keys: list[str]


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """An order went through a transition; ``step`` is its place in the audit trail."""

    seller_id: int
    key: str
    step: int
    action: str
