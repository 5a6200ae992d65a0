"""Reads of the loaded tariffs. Nothing here writes."""
