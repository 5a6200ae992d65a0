"""What the doctor asks of the ledger."""

from karum.ledger import queries
from karum.runtime.doctor import Finding, check


@check("ledger sums")
def sums() -> Finding:
    """Debits equal credits per currency, and every balance equals the sum of its transfers."""
    unbalanced, wrong = queries.unbalanced_currencies(), queries.wrong_balances()
    if unbalanced or wrong:
        said = f"debits and credits differ in {unbalanced}; balances differ from their transfers in {wrong[:5]}"
        return Finding.bad(said, "Stop payouts, keep a copy of the database, and compare with the last good export.")
    return Finding.good(f"{len(queries.balances())} accounts balance, per currency and each with its transfers")
