"""What shipping tells the packages above it. Fields are JSON values: ``order_key`` is the UUID as text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParcelAdded:
    """A seller handed a parcel to a carrier."""

    seller_id: int
    order_key: str
    parcel_id: int


@dataclass(frozen=True, slots=True)
class ParcelMoved:
    """Something happened to a parcel; ``step`` is a word of ``domain.parcels.Step``."""

    seller_id: int
    order_key: str
    parcel_id: int
    step: str
