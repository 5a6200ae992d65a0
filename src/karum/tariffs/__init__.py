"""tariffs: official tariffs in PostgreSQL, bitemporal: what applied on a day, and what was known on a day."""
