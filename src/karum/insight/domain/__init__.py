"""Counting, pure: what is counted under which name, and how it is drawn."""
