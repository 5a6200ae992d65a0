"""Pages of saved things."""
