"""Cases without database, clock or network."""
