"""Factories, bulk data and the demo hub: content, pictures and the story that fills every screen."""
