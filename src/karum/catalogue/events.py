"""What the catalogue tells higher packages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListingsChanged:
    """These products are listed with other offers, prices or words, newly, or no more."""

    product_ids: list[int]
