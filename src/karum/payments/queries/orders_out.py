"""Payment orders for the hub's bank (pain.001) of a payout run: one SEPA file, and one for each other currency."""

from collections import defaultdict
from dataclasses import dataclass

from karum.banking import Order, Party, pain001
from karum.money import Money
from karum.payments.domain.payouts import PayoutLine
from karum.payments.queries.own import own_account
from karum.payments.queries.payouts import PayoutFile

SEPA = "sepa"


@dataclass(frozen=True, slots=True)
class OrderFile:
    """``slug``: sepa, or a currency in small letters. ``payer``: the hub's account, "" when none is known."""

    slug: str
    count: int
    total: Money
    payer: str


def order_files(run: PayoutFile) -> list[OrderFile]:
    """What the run needs at the bank."""
    found = []
    for slug, lines in sorted(_groups(run).items()):
        currency = lines[0].amount.currency
        payer = own_account(currency)
        total = sum((line.amount for line in lines), Money.zero(currency))
        found.append(OrderFile(slug, len(lines), total, (payer.iban or payer.account_number) if payer else ""))
    return found


def order_file(run: PayoutFile, slug: str) -> bytes | None:
    """The XML; the same bytes each time. None when the run has no such file, or the hub named no account to pay from.

    Raises NotAnOrder when an account of it is none that a bank could pay to.
    """
    lines = _groups(run).get(slug)
    payer = own_account(lines[0].amount.currency) if lines else None
    if not lines or payer is None:
        return None
    from_ = Party(payer.holder, payer.country, payer.iban, payer.account_number, payer.bank_code)
    day = (run.approved_at or run.made_at).date()
    name = f"{run.number}-{slug.upper()}"
    return pain001(name, from_, [_order(run, line) for line in lines], day=day, made_at=run.made_at)


def _groups(run: PayoutFile) -> dict[str, list[PayoutLine]]:
    groups: defaultdict[str, list[PayoutLine]] = defaultdict(list)
    for line in run.lines:
        slug = SEPA if _order(run, line).is_sepa else line.amount.currency.lower()
        groups[slug].append(line)
    return dict(groups)


def _order(run: PayoutFile, line: PayoutLine) -> Order:
    to = Party(line.holder, line.country, line.iban, line.account_number, line.bank_code)
    return Order(line.reference, to, line.amount, f"Karum payout {run.number}")
