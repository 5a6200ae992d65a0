"""Seed the demo hub: firms, shelves, pictures, and a past in which every kind of order happened."""

from karum.seeds.services.demo import open_shops, seed_demo

__all__ = ["open_shops", "seed_demo"]
