"""The commands that run and keep a hub; packages bring their own in ``<package>/commands.py``."""
