"""Karum: an open trade platform for small firms."""

__version__ = "0.1.0"
