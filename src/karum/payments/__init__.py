"""payments: providers, payments and refunds, exchange rates, bank accounts, payouts."""
