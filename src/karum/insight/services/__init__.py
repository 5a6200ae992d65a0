"""Counting, and writing the counts. Other packages come in through this door."""

from karum.insight.services.counting import count_search, count_step, count_view
from karum.insight.services.writing import add_rows, forget_old, write_counts, writer

__all__ = ["add_rows", "count_search", "count_step", "count_view", "forget_old", "write_counts", "writer"]
