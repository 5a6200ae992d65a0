"""Payout runs: every seller's free money becomes a line of a bank file, exactly once."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction

from karum.compliance.queries import held
from karum.ledger import queries as ledger_queries
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.parties import queries as parties
from karum.payments.domain.payouts import HELD, NEXT_STATE, NO_ACCOUNT, RunState
from karum.payments.models import BankAccount, Payout, PayoutRun
from karum.payments.queries.payouts import PayoutFile, payout_file

_ONE_AT_A_TIME = 4_870_001  # advisory lock of payout runs


@transaction.atomic
def make_payout_file(key: UUID, *, now: datetime, actor_id: int | None) -> PayoutFile:
    """Move all money that is due from payable to bank and return the file that pays it out.

    One transaction: ledger transfers, payouts and run commit together, so a kill in the middle leaves nothing. Runs
    wait for each other, the second finds nothing left. A repeated ``key`` returns its run. Sellers without an account
    in the currency, and those that screening holds, are left out and listed in ``skipped``; their money stays due.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    known = PayoutRun.objects.filter(key=key).first()
    if known:
        return payout_file(known.id)
    due = [(b.key.seller_id, b.free) for b in ledger_queries.payable_balances()]
    sellers = parties.businesses({seller_id for seller_id, _ in due})
    accounts = {(a.seller_id, a.currency): a for a in BankAccount.objects.filter(seller_id__in={s for s, _ in due})}
    waiting = held({seller_id for seller_id, _ in due})
    run = PayoutRun.objects.create(key=key, number=_number(now), made_by_id=actor_id, made_at=now)
    rows: list[Payout] = []
    for seller_id, amount in due:
        account = accounts.get((seller_id, amount.currency))
        name = sellers[seller_id].legal_name if seller_id in sellers else ""
        if account is None or seller_id in waiting:
            why = HELD if seller_id in waiting else NO_ACCOUNT
            run.skipped.append([seller_id, name, amount.minor, amount.currency, why])
            continue
        rows.append(_payout(run, account, name, amount))
    ledger.post([_transfer(row) for row in rows], now=now)
    Payout.objects.bulk_create(rows)
    made = payout_file(run.id)
    run.sha256 = hashlib.sha256(made.text.encode()).hexdigest()
    run.save()
    return payout_file(run.id)


@transaction.atomic
def move_on(run_id: int, to: RunState, *, now: datetime) -> bool:
    """Mark a run as sent to the bank, or as confirmed by it. False when that is not its next step, or no such run."""
    run = PayoutRun.objects.select_for_update().filter(id=run_id).first()
    if run is None or NEXT_STATE.get(RunState(run.state)) is not to:
        return False
    run.state = to
    if to is RunState.SENT:
        run.sent_at = now
    else:
        run.confirmed_at = now
    run.save()
    return True


def _number(now: datetime) -> str:
    """KP-20261121-1: the day and the run of that day."""
    day = f"{now:%Y%m%d}"
    return f"KP-{day}-{PayoutRun.objects.filter(number__startswith=f'KP-{day}-').count() + 1}"


def _payout(run: PayoutRun, account: BankAccount, name: str, amount: Money) -> Payout:
    return Payout(
        run=run,
        seller_id=account.seller_id,
        seller_name=name,
        amount_minor=amount.minor,
        currency=amount.currency,
        reference=f"{run.number}-{account.seller_id}-{amount.currency}",
        transfer_id=uuid5(run.key, f"{account.seller_id}:{amount.currency}"),
        holder=account.holder,
        country=account.country,
        iban=account.iban,
        account_number=account.account_number,
        bank_code=account.bank_code,
    )


def _transfer(row: Payout) -> Entry:
    amount = Money(row.amount_minor, row.currency)
    return Entry(row.transfer_id, row.seller_id, Purpose.PAYABLE, Purpose.BANK, amount, f"payout {row.reference}")
