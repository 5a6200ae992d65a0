"""Addresses that nobody can guess or make: a buyer's key to her order, and to what she checked out together."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import Http404

_order, _group = Signer(salt="karum.orders.buyer"), Signer(salt="karum.orders.group")


def buyer_token(seller_id: int, key: UUID) -> str:
    """A text for the address of the buyer's page; the seller cannot make it either."""
    return _order.sign(f"{seller_id}-{key.hex}").replace(":", "~")


def read_buyer_token(token: str) -> tuple[int, UUID]:
    """Seller and key of the order behind a buyer's token. Raises Http404 for a token that is none."""
    try:
        seller_id, key = _order.unsign(token.replace("~", ":")).split("-")
        return int(seller_id), UUID(key)
    except (BadSignature, ValueError):
        raise Http404 from None


def group_token(group_key: UUID) -> str:
    """A text for the address of the payment page."""
    return _group.sign(group_key.hex).replace(":", "~")


def read_group_token(token: str) -> UUID:
    """The group behind its token. Raises Http404 for a token that is none."""
    try:
        return UUID(_group.unsign(token.replace("~", ":")))
    except (BadSignature, ValueError):
        raise Http404 from None
