"""Writes of the loaded tariffs."""
