"""Saved things: a wish list with the price at the door on the day it was saved, and the shops that somebody follows."""
