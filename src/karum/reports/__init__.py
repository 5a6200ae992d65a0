"""reports: what people are told about money: the seller's money page, monthly statements, the hub's fee invoices,
taxes collected for others, the buyer's receipt, and what the operator looks through at the end of a month.

Every figure is read from the ledger's own transfers. Nothing here moves money, but for one thing: taxes that were
handed over are marked as paid (``services.taxes``).
"""
