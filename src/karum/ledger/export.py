"""The books as text that other accounting programs read."""

from collections.abc import Iterable, Iterator

from karum.ledger.domain import SIDES, Purpose
from karum.ledger.queries import Posting
from karum.money import exponent


def hledger(postings: Iterable[Posting]) -> Iterator[str]:
    """Yield a journal for hledger, transaction by transaction. ``hledger check`` accepts it; its balance is zero."""
    declared: set[str] = set()
    for posting in postings:
        currency = posting.amount.currency
        accounts = (_account(posting.seller_id, posting.debit), _account(posting.seller_id, posting.credit))
        for account in accounts:
            if account not in declared:
                declared.add(account)
                yield f"account {account}\n"
        if currency not in declared:
            declared.add(currency)
            digits = exponent(currency)
            yield f"commodity {currency} 1000.{'0' * digits}\n"
        amount = posting.amount.text
        yield (
            f"\n{posting.at:%Y-%m-%d} * {posting.reference}  ; id:{posting.id}"
            f"{f', order:{posting.order_key}' if posting.order_key else ''}\n"
            f"    {accounts[0]}    {currency} {amount}\n"
            f"    {accounts[1]}    {currency} -{amount}\n"
        )


def _account(seller_id: int, purpose: Purpose) -> str:
    owner = f"seller-{seller_id}" if seller_id else "hub"
    return f"{SIDES[purpose]}:{purpose}:{owner}"
