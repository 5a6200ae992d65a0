"""official: files as authorities publish them, recognised, opened and read row by row; no database, no Django."""
