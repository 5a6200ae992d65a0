"""Pure rules of reviews: who may write, what counts, what is shown."""
