"""What parties tell higher packages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BusinessChanged:
    """What a business shows changed: its name, its town, or whether its shop is on the hub."""

    business_id: int
