"""The number of an order that people read to each other: made from the order's key, so no counter is needed."""

from uuid import UUID

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U


def order_number(key: UUID) -> str:
    """Return ``K-`` and ten signs of the key's last 50 bits: ``K-7F3A9-2QDMX``."""
    bits, signs = key.int, []
    for _ in range(10):
        signs.append(_LETTERS[bits & 31])
        bits >>= 5
    text = "".join(reversed(signs))
    return f"K-{text[:5]}-{text[5:]}"
