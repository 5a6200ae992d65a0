"""What the storefront reads: goods with their price at the door, and the calculator's answers."""
