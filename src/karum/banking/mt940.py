"""MT940, SWIFT's older statement: ``:20:`` begins one, ``:61:`` is a movement, ``:86:`` says what for."""

import re
from datetime import date
from typing import Any

import mt940

from karum.banking.fields import Unusable, account, money
from karum.banking.records import (
    BadStatement,
    Broken,
    Statement,
    StatementBalance,
    StatementEntry,
    named,
    sums_that_differ,
)

_MOVEMENT = re.compile(r"(?m)^:61:")
_BEGINS = re.compile(r"(?m)^:20:")
_NO_REFERENCE = {"NONREF", "NOTPROVIDED"}
_RETURNS = re.compile(r"\b(?:RTRN|RETURN(?:ED)?|R(?:Ü|UE)CK\w*)\b.*?\b([A-Z]{2}\d{2})\b", re.IGNORECASE | re.DOTALL)


def recognise(head: bytes) -> bool:
    return bool(re.search(rb"(?m)^:20:", head)) and bool(re.search(rb"(?m)^:25:", head))


def read(data: bytes) -> Statement:
    """Raises BadStatement for a file in which nothing can be read."""
    words = _decoded(data)
    whole = Statement("mt940")
    blocks = [block for block in re.split(r"(?m)^(?=:20:)", words) if _BEGINS.match(block)]
    for number, block in enumerate(blocks, start=1):
        _block(block, f"statement {number}", whole)
    if not blocks:
        raise BadStatement("The file has no statement: no line begins with :20:.")
    return whole


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _block(block: str, at: str, whole: Statement) -> None:
    try:
        page = mt940.models.Transactions()
        page.parse(block)
        movements = list(page)
    except Exception as error:
        whole.broken.append(Broken(at, f"It cannot be read: {error}."[:300], block[:500]))
        return
    owner = account(str(page.data.get("account_identification") or "").rpartition("/")[2])
    if not owner:
        whole.broken.append(Broken(at, "It names no account (:25:).", block[:500]))
        return
    one = Statement("mt940")
    balances = (
        ("final_opening_balance", False), ("intermediate_opening_balance", False),
        ("final_closing_balance", True), ("intermediate_closing_balance", True),
    )  # fmt: skip
    try:
        for name, closing in balances:
            if (said := page.data.get(name)) is not None:
                amount = money(str(said.amount.amount), said.amount.currency)
                one.balances.append(StatementBalance(owner, _plain(said.date), amount, closing))
    except Unusable as error:
        one.broken.append(Broken(f"{at}, balance", str(error), block[:500]))
    told = [movement.data for movement in movements if movement.data.get("amount") is not None]
    if len(told) != len(_MOVEMENT.findall(block)):
        one.broken.append(Broken(at, f"Of its movements only {len(told)} can be read.", block[:500]))
    entries: list[StatementEntry] = []
    for number, movement in enumerate(told, start=1):
        place = f"{at}, movement {number}"
        try:
            entries.append(_entry(movement, owner, place))
        except (Unusable, ValueError) as error:
            one.broken.append(Broken(place, str(error), str(movement)[:500]))
    one.entries.extend(named(entries))
    if not one.broken:
        one.broken.extend(Broken(f"{at}, {b.place}", b.reason) for b in sums_that_differ(one))
    whole.take(one)


def _plain(said: Any) -> date:
    """The library's own kind of day as the standard one."""
    return date(said.year, said.month, said.day)


def _entry(movement: dict[str, Any], owner: str, place: str) -> StatementEntry:
    amount = money(str(movement["amount"].amount), movement["amount"].currency or movement.get("currency") or "")
    if not amount:
        raise Unusable("Nothing moved: the amount is zero.")
    valued = _plain(movement["date"])
    booked = _plain(movement.get("entry_date") or movement["date"])
    free = movement.get("transaction_details") or ""
    words = " ".join(filter(None, (movement.get("purpose"), movement.get("additional_purpose")))) or free
    words = " ".join(words.split())
    reference = movement.get("end_to_end_reference") or movement.get("customer_reference") or ""
    reference = "" if reference in _NO_REFERENCE else reference
    name, counterparty = _applicant(movement)
    own = (movement.get("bank_reference") or "").strip()
    code = _RETURNS.search(f"{movement.get('posting_text') or ''} {words} {free}")
    return StatementEntry(
        account=owner,
        booked=booked,
        valued=valued,
        amount=amount,
        name=name[:140],
        counterparty=counterparty,
        remittance=words[:500],
        end_to_end=" ".join(reference.split())[:35],
        entry_id="" if own in _NO_REFERENCE else own[:60],
        return_reason=code[1].upper() if code else "",
        place=place,
    )


def _applicant(movement: dict[str, Any]) -> tuple[str, str]:
    """Name and account of the other side: the library joins field ?31 (IBAN) with ?32 (name)."""
    said = movement.get("applicant_name") or ""
    iban = movement.get("gvc_applicant_iban") or ""
    if not iban and (match := re.match(r"[A-Z]{2}\d{2}[0-9]{11,30}", said)):
        iban, said = match[0], said[match.end() :]
    return " ".join(said.split()), account(iban)
