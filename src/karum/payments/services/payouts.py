"""Payout runs: every seller's free money becomes a line of a bank file, exactly once, by the word of two people.

The money leaves ``payable`` for ``transit`` when the run is prepared, so that no second run can pay it. It leaves
``transit`` for ``bank`` when the bank's statement, or a person, says that it was paid.
"""

import hashlib
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction

from karum.compliance.queries import held
from karum.ledger import queries as ledger_queries
from karum.ledger import services as ledger
from karum.ledger.domain import AccountKey, Entry, Purpose
from karum.ledger.locks import lock
from karum.money import Money
from karum.parties import queries as parties
from karum.payments import letters
from karum.payments.domain.payouts import (
    AT_THE_BANK,
    CANCELLABLE,
    GONE,
    HELD,
    NEW_ACCOUNT,
    NEXT_STATE,
    NO_ACCOUNT,
    TIER_LIMIT,
    NotMoved,
    PayoutState,
    RunState,
)
from karum.payments.models import BankAccount, Payout, PayoutRun
from karum.payments.queries.payouts import PayoutFile, payout_file
from karum.payments.queries.tiers import over_limit

_ONE_AT_A_TIME = 4_870_001  # advisory lock of payout runs


class RunChanged(RuntimeError):
    """The lines of a run differ from those whose digest was kept when it was made: nothing goes to the bank."""


@transaction.atomic
def make_payout_file(key: UUID, *, now: datetime, actor_id: int | None) -> PayoutFile:
    """Move all money that is due from payable to transit and return the run that pays it out.

    One transaction: ledger transfers, payouts and run commit together, so a kill in the middle leaves nothing. Runs
    wait for each other, the second finds nothing left. A repeated ``key`` returns its run. What a seller owes the hub
    in the same currency is taken first. Sellers without an account in the currency, or with one that has just replaced
    another, beyond the limits of their tier, and those that screening holds, are left out and listed in ``skipped``;
    their money stays due.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    known = PayoutRun.objects.filter(key=key).first()
    if known:
        return payout_file(known.id)
    entries, due = _due(key)
    sellers = parties.businesses({seller_id for seller_id, _ in due})
    accounts = {(a.seller_id, a.currency): a for a in BankAccount.objects.filter(seller_id__in={s for s, _ in due})}
    waiting = held({seller_id for seller_id, _ in due})
    too_much = over_limit(due, now=now)
    run = PayoutRun.objects.create(key=key, number=_number(now), made_by_id=actor_id, made_at=now)
    rows: list[Payout] = []
    for seller_id, amount in due:
        account = accounts.get((seller_id, amount.currency))
        name = sellers[seller_id].legal_name if seller_id in sellers else ""
        fresh = account is not None and account.usable_from is not None and account.usable_from > now
        if account is None or fresh or seller_id in waiting or (seller_id, amount.currency) in too_much:
            why = HELD if seller_id in waiting else NO_ACCOUNT if account is None else TIER_LIMIT
            why = NEW_ACCOUNT if fresh and why == TIER_LIMIT else why
            run.skipped.append([seller_id, name, amount.minor, amount.currency, why])
            continue
        rows.append(_payout(run, account, name, amount))
    ledger.post([*entries, *(_out(row) for row in rows)], now=now)
    Payout.objects.bulk_create(rows)
    made = payout_file(run.id)
    run.sha256 = hashlib.sha256(made.text.encode()).hexdigest()
    run.save()
    return payout_file(run.id)


@transaction.atomic
def approve_run(run_id: int, person_id: int, *, now: datetime) -> NotMoved | None:
    """A second person says that the run may go to the bank. The value says why not: whoever made it never may."""
    run = PayoutRun.objects.select_for_update().filter(id=run_id).first()
    if run is None or run.state != RunState.PREPARED:
        return NotMoved.NOT_NEXT
    if run.made_by_id == person_id:
        return NotMoved.SAME_PERSON
    run.state, run.approved_by_id, run.approved_at = RunState.APPROVED, person_id, now
    run.save()
    return None


@transaction.atomic
def move_on(run_id: int, to: RunState, *, now: datetime) -> bool:
    """Mark an approved run as sent to the bank, or as confirmed by it: what is still open of it has then been paid.

    False when that is not its next step, or there is no such run. Approving has its own function.
    """
    run = PayoutRun.objects.select_for_update().filter(id=run_id).first()
    if run is None or to is RunState.APPROVED or NEXT_STATE.get(RunState(run.state)) is not to:
        return False
    if to is RunState.SENT:
        run.state, run.sent_at = to, now
        run.save()
        return True
    for row in Payout.objects.select_for_update().filter(run=run, state=PayoutState.OPEN).order_by("id"):
        confirm(row, now=now)
    close_when_settled(run.id, now=now)
    return True


@transaction.atomic
def fetch_run(run_id: int, person_id: int, *, now: datetime) -> PayoutFile | None:
    """The run for the bank, written down as fetched by its first fetcher; None before approval, or for no run.

    Raises RunChanged when its lines are no longer those that were approved.
    """
    run = PayoutRun.objects.select_for_update().filter(id=run_id).first()
    if run is None or run.state not in AT_THE_BANK:
        return None
    file = payout_file(run.id)
    if hashlib.sha256(file.text.encode()).hexdigest() != run.sha256:
        raise RunChanged(f"{run.number} is not what was approved")
    if run.fetched_at is None:
        run.fetched_at, run.fetched_by_id = now, person_id
        run.save(update_fields=["fetched_at", "fetched_by"])
        file = payout_file(run.id)
    return file


@transaction.atomic
def cancel_run(run_id: int, *, now: datetime, person_id: int | None = None) -> bool:
    """Give the money of a run that did not go to the bank back to its sellers. False when it went, or is no run.

    Whoever fetched the file may have sent it: then only another person can say that it did not go.
    """
    run = PayoutRun.objects.select_for_update().filter(id=run_id).first()
    if run is None or run.state not in CANCELLABLE:
        return False
    if run.fetched_at is not None and person_id in (None, run.fetched_by_id):
        return False
    rows = list(Payout.objects.select_for_update().filter(run=run, state=PayoutState.OPEN).order_by("id"))
    ledger.post([_entry(row, "cancelled", _away(row), Purpose.PAYABLE) for row in rows], now=now)
    for row in rows:
        row.state, row.left_at, row.settled_at = PayoutState.CANCELLED, now, now
        row.save()
    run.state, run.cancelled_at = RunState.CANCELLED, now
    run.save()
    return True


def confirm(row: Payout, *, now: datetime) -> None:
    """The money left the hub's bank: transit -> bank. ``row`` is locked, its run approved; repeats do nothing."""
    if row.in_transit and row.left_at is None:
        ledger.post([_entry(row, "bank", Purpose.TRANSIT, Purpose.BANK)], now=now)
        row.through_bank = True
    row.left_at = row.left_at or now
    if row.state == PayoutState.OPEN:
        row.state, row.settled_at = PayoutState.CONFIRMED, now
    row.save()


def take_back(row: Payout, reason: str, *, now: datetime, through_bank: bool) -> None:
    """The money is the seller's again, and she is told why. ``row`` is locked.

    ``through_bank``: the statement shows it coming in, so it is debited to the bank; else it never left transit.
    """
    assert through_bank or row.left_at is None, "what left the bank comes back through the bank"
    source = Purpose.BANK if through_bank else _away(row)
    ledger.post([_entry(row, "returned", source, Purpose.PAYABLE)], now=now)
    if not through_bank:
        row.left_at = now
    row.state, row.settled_at, row.reason = PayoutState.RETURNED, now, reason[:200]
    row.save()
    letters.payout_came_back(row.seller_id, Money(row.amount_minor, row.currency), row.reference, reason)


@transaction.atomic
def return_payout(payout_id: int, reason: str, *, now: datetime) -> bool:
    """An operator says that the bank did not pay it, or sent it back. False when that cannot be said of it.

    Not before the run was sent: its file would still pay what is the seller's again.
    """
    found = Payout.objects.filter(id=payout_id).values_list("reference", flat=True).first()
    row = lock_payout(found) if found else None
    if row is None or not reason.strip() or row.run.state not in GONE:
        return False
    if row.state not in (PayoutState.OPEN, PayoutState.CONFIRMED):
        return False
    take_back(row, reason.strip(), now=now, through_bank=row.left_at is not None)
    close_when_settled(row.run_id, now=now)
    return True


def lock_payout(reference: str) -> Payout | None:
    """A payout, locked after its run: everybody takes the two in this order."""
    run_id = Payout.objects.filter(reference=reference).values_list("run_id", flat=True).first()
    run = PayoutRun.objects.select_for_update().filter(id=run_id).first() if run_id else None
    if run is None:
        return None
    row = Payout.objects.select_for_update().get(reference=reference)
    row.run = run
    return row


def close_when_settled(run_id: int, *, now: datetime) -> None:
    """A run of which nothing is open any more is confirmed."""
    if not Payout.objects.filter(run_id=run_id, state=PayoutState.OPEN).exists():
        PayoutRun.objects.filter(id=run_id, state__in=[RunState.APPROVED, RunState.SENT]).update(
            state=RunState.CONFIRMED, confirmed_at=now
        )


def _due(key: UUID) -> tuple[list[Entry], list[tuple[int, Money]]]:
    """Lock every account that may be paid from; return the entries that take what sellers owe, and what is left."""
    due = [b.key for b in ledger_queries.payable_balances()]
    places = (Purpose.PAYABLE, Purpose.RECEIVABLE, Purpose.TRANSIT)
    held = lock(AccountKey(one.seller_id, place, one.currency) for one in due for place in places)
    entries, left = [], []
    for one in due:
        free = held[one].free
        owed = held[AccountKey(one.seller_id, Purpose.RECEIVABLE, one.currency)].net
        taken = min(free, owed)
        if taken.minor > 0:
            name = uuid5(key, f"netting {one.seller_id}:{one.currency}")
            entries.append(Entry(name, one.seller_id, Purpose.PAYABLE, Purpose.RECEIVABLE, taken, "netting"))
            free -= taken
        if free.minor > 0:
            left.append((one.seller_id, free))
    return entries, left


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


def _out(row: Payout) -> Entry:
    amount = Money(row.amount_minor, row.currency)
    return Entry(row.transfer_id, row.seller_id, Purpose.PAYABLE, Purpose.TRANSIT, amount, f"payout {row.reference}")


def _away(row: Payout) -> Purpose:
    """Where the money stands while it is on its way."""
    return Purpose.TRANSIT if row.in_transit else Purpose.BANK


def _entry(row: Payout, edge: str, debit: Purpose, credit: Purpose) -> Entry:
    amount = Money(row.amount_minor, row.currency)
    said = f"payout {edge} {row.reference}"
    return Entry(uuid5(row.transfer_id, edge), row.seller_id, debit, credit, amount, said)
