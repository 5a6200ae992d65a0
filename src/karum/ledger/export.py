"""The books as text that other accounting programs read. Holds are left out: they moved nothing."""

from collections.abc import Callable, Iterable, Iterator

from karum.ledger.domain import SIDES, Purpose, Side
from karum.ledger.queries import Posting
from karum.money import exponent

_BEANCOUNT_ROOTS = {
    Side.ASSETS: "Assets",
    Side.LIABILITIES: "Liabilities",
    Side.REVENUES: "Income",
    Side.EXPENSES: "Expenses",
    Side.EQUITY: "Equity",
}


def hledger(postings: Iterable[Posting]) -> Iterator[str]:
    """Yield a journal for hledger, transaction by transaction. ``hledger check`` accepts it; its balance is zero."""
    declared: set[str] = set()
    for side, kind in zip(Side, "ALRXE", strict=True):
        yield f"account {side}  ; type: {kind}\n"
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
            f"\n{posting.at:%Y-%m-%d} * {_plain(posting.reference)}  ; id:{posting.id}"
            f"{f', order:{posting.order_key}' if posting.order_key else ''}\n"
            f"    {accounts[0]}    {currency} {amount}\n"
            f"    {accounts[1]}    {currency} -{amount}\n"
        )


def beancount(postings: Iterable[Posting]) -> Iterator[str]:
    """Yield a ledger for beancount, oldest first as the postings come. ``bean-check`` accepts it."""
    yield 'option "title" "Karum"\n'
    opened: set[str] = set()
    for posting in postings:
        day = f"{posting.at:%Y-%m-%d}"
        accounts = (_bean_account(posting.seller_id, posting.debit), _bean_account(posting.seller_id, posting.credit))
        for account in accounts:
            if account not in opened:
                opened.add(account)
                yield f"{day} open {account}\n"
        amount, currency = posting.amount.text, posting.amount.currency
        order = f'  order: "{posting.order_key}"\n' if posting.order_key else ""
        yield (
            f'\n{day} * "{_plain(posting.reference)}"\n  id: "{posting.id}"\n{order}'
            f"  {accounts[0]}  {amount} {currency}\n"
            f"  {accounts[1]}  -{amount} {currency}\n"
        )


FORMATS: dict[str, Callable[[Iterable[Posting]], Iterator[str]]] = {"beancount": beancount, "hledger": hledger}


def _account(seller_id: int, purpose: Purpose) -> str:
    return f"{SIDES[purpose]}:{purpose}:{_owner(seller_id)}"


def _bean_account(seller_id: int, purpose: Purpose) -> str:
    """Beancount wants capitals at the beginning of each part, and no underscores."""
    parts = _BEANCOUNT_ROOTS[SIDES[purpose]], purpose.value.replace("_", "-"), _owner(seller_id)
    return ":".join(part[0].upper() + part[1:] for part in parts)


def _owner(seller_id: int) -> str:
    return f"seller-{seller_id}" if seller_id else "hub"


def _plain(reference: str) -> str:
    """Without the signs that mean something to either program."""
    kept = "".join(" " if sign in ';|"\\' or not sign.isprintable() else sign for sign in reference)
    return " ".join(kept.split()) or "transfer"
