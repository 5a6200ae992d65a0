"""Screens of the console. Each one asks ``access_operator`` first."""
