"""Tools of the workshop; the program runs without them."""
