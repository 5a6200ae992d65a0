"""What the desk decides without a database."""
