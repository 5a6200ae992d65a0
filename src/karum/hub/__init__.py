"""hub: the operator's console: what to do next, orders, payouts, the books, verification, the hub's health."""
