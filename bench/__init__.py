"""Measurements: ``make bench``. Each prints a table and leaves JSON in bench/out/."""
