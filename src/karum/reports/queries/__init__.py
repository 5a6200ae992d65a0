"""Reads of reports. Nothing here writes."""
