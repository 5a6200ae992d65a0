"""Writes of screening: lists are loaded, people and firms screened, cases decided."""
