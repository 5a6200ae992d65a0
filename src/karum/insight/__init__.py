"""Insight: what is asked for, from where, and at which price at the door it is left. Counts only, of nobody."""
