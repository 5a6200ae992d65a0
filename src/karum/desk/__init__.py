"""desk: the seller's screens: orders, products, stock, money, shipping, the firm's page."""
