"""Pure rules of talk: what is said, what is warned of, what a saved reply becomes."""
