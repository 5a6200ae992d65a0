"""The hub of the shop's tests: two firms, coffee and mugs."""

from tests.shop.conftest import _media, hub

__all__ = ["_media", "hub"]
