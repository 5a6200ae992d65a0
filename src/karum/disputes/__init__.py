"""Returns, exchanges, claims, disputes in three steps, evidence, and chargebacks of card holders."""
