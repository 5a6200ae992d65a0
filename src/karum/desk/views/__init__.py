"""The seller's pages. Every one of them is entered through ``door``."""
