"""The pure part of screening: names made comparable, pairs of names scored, and why."""
