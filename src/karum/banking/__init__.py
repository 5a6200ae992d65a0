"""banking: the files that hubs and banks exchange. Payment orders out (pain.001), statements in. Pure: no Django."""

from karum.banking.pain import Order, Party, pain001, sepa_countries
from karum.banking.statements import BadStatement, Broken, Statement, StatementBalance, StatementEntry, read

__all__ = [
    "BadStatement",
    "Broken",
    "Order",
    "Party",
    "Statement",
    "StatementBalance",
    "StatementEntry",
    "pain001",
    "read",
    "sepa_countries",
]
