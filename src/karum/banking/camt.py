"""camt.053 (statement of a day) and camt.054 (single movements), ISO 20022, versions 02 to 08 and later.

Shape: ``Document/BkToCstmrStmt/Stmt`` or ``Document/BkToCstmrDbtCdtNtfctn/Ntfctn`` with ``Acct``, ``Bal`` and ``Ntry``;
an entry may hold many transactions (``NtryDtls/TxDtls``). Source: iso20022.org, Bank-to-Customer Cash Management.
"""

from collections.abc import Iterator
from datetime import date

from lxml import etree

from karum.banking.fields import Unusable, account, day, money
from karum.banking.records import (
    BadStatement,
    Broken,
    Statement,
    StatementBalance,
    StatementEntry,
    named,
    sums_that_differ,
)
from karum.banking.xml import every, parsed, shown, text
from karum.money import Money

_PAGES = {"BkToCstmrStmt": ("camt.053", "Stmt"), "BkToCstmrDbtCdtNtfctn": ("camt.054", "Ntfctn")}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_NO_REFERENCE = {"NOTPROVIDED", "NONREF"}


def recognise(head: bytes) -> bool:
    return b"<BkToCstmr" in head or b":BkToCstmr" in head or b"camt.05" in head


def read(data: bytes) -> Statement:
    """Raises BadStatement for a file that is no statement at all."""
    root = parsed(data)
    for name, (kind, page) in _PAGES.items():
        body = every(root, name)
        if body:
            statement = Statement(kind)
            for number, one in enumerate(every(body[0], page), start=1):
                _page(one, number, statement)
            return statement
    raise BadStatement("The file is XML, and neither a camt.053 nor a camt.054.")


def _page(page: etree._Element, number: int, whole: Statement) -> None:
    owner = account(text(page, "Acct/Id/IBAN", "Acct/Id/Othr/Id"))
    at = f"statement {text(page, 'Id') or number}"
    if not owner:
        whole.broken.append(Broken(at, "It names no account."))
        return
    one = Statement(whole.kind)
    for element in every(page, "Bal"):
        _balance(element, owner, at, one)
    entries: list[StatementEntry] = []
    for count, element in enumerate(every(page, "Ntry"), start=1):
        place = f"{at}, entry {count}"
        try:
            entries.extend(_entries(element, owner, place))
        except Unusable as error:
            one.broken.append(Broken(place, str(error), shown(element)))
    one.entries.extend(named(entries))
    if not one.broken:
        one.broken.extend(Broken(f"{at}, {b.place}", b.reason) for b in sums_that_differ(one))
    whole.take(one)


def _balance(element: etree._Element, owner: str, at: str, one: Statement) -> None:
    kind = text(element, "Tp/CdOrPrtry/Cd")
    if kind not in _OPENING + _CLOSING:
        return  # expected, available, interim: not what is booked
    try:
        amount = _amount(element)
        when = day(text(element, "Dt/Dt", "Dt/DtTm"))
    except Unusable as error:
        one.broken.append(Broken(f"{at}, balance {kind}", str(error), shown(element)))
        return
    one.balances.append(StatementBalance(owner, when, amount, kind in _CLOSING))


def _amount(element: etree._Element) -> Money:
    """``Amt`` with its currency; below zero for a debit."""
    found = every(element, "Amt")
    if not found:
        raise Unusable("It has no amount.")
    side = text(element, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise Unusable(f"{side[:20]!r} is neither credit nor debit.")
    amount = money(found[0].text or "", found[0].get("Ccy", ""), out=side == "DBIT")
    if amount and (amount.minor > 0) != (side == "CRDT"):
        raise Unusable("An amount has no sign of its own: credit or debit says it.")
    return amount


def _entries(entry: etree._Element, owner: str, place: str) -> Iterator[StatementEntry]:
    status = text(entry, "Sts/Cd", "Sts")
    if status != "BOOK":
        return  # pending or for information: it comes again when it is booked
    whole = _amount(entry)
    if not whole:
        raise Unusable("Nothing moved: the amount is zero.")
    booked = day(text(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"))
    valued_said = text(entry, "ValDt/Dt", "ValDt/DtTm")
    valued = day(valued_said) if valued_said else booked
    parts = every(entry, "NtryDtls/TxDtls")
    base = _reference(entry, "AcctSvcrRef")  # NtryRef is a mere number within the page at some banks
    shares = _shares(parts, whole)
    if shares is None:  # one transaction, or a batch that does not say how it divides: the entry as a whole
        yield _entry(entry, parts, owner, (booked, valued), whole, base, place)
        return
    for number, (part, share) in enumerate(zip(parts, shares, strict=True), start=1):
        if not share:
            continue
        own = _reference(part, "Refs/AcctSvcrRef")
        name = own if own and own != base else f"{base}/{number}" if base else ""
        yield _entry(entry, [part], owner, (booked, valued), share, name, f"{place}, transaction {number}")


def _shares(parts: list[etree._Element], whole: Money) -> list[Money] | None:
    """What each of many transactions moved, when they add up to the entry."""
    if len(parts) < 2:
        return None
    shares = []
    for part in parts:
        found = every(part, "Amt") or every(part, "AmtDtls/TxAmt/Amt")
        if not found or found[0].get("Ccy") != whole.currency:
            return None
        side = text(part, "CdtDbtInd")
        out = side == "DBIT" if side else whole.minor < 0
        shares.append(money(found[0].text or "", whole.currency, out=out))
    return shares if sum(share.minor for share in shares) == whole.minor else None


def _entry(
    entry: etree._Element,
    parts: list[etree._Element],
    owner: str,
    days: tuple[date, date],
    amount: Money,
    name: str,
    place: str,
) -> StatementEntry:
    part = parts[0] if parts else entry
    # The other side: who was paid when money went out, who paid when it came in. A returned payment turns them round.
    reason = text(part, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
    other = "Cdtr" if (amount.minor < 0) != bool(reason) else "Dbtr"
    counterparty = text(part, f"RltdPties/{other}Acct/Id/IBAN", f"RltdPties/{other}Acct/Id/Othr/Id")
    words = [" ".join((piece.text or "").split()) for one in parts for piece in every(one, "RmtInf/Ustrd")]
    words += [text(piece, "CdtrRefInf/Ref") for one in parts for piece in every(one, "RmtInf/Strd")]
    remittance = " ".join(filter(None, words)) or text(entry, "AddtlNtryInf")
    end_to_end = _reference(part, "Refs/EndToEndId") if len(parts) == 1 else ""
    if not name and len(parts) == 1:
        name = _reference(part, "Refs/AcctSvcrRef") or _reference(part, "Refs/TxId")
    return StatementEntry(
        account=owner,
        booked=days[0],
        valued=days[1],
        amount=amount,
        name=text(part, f"RltdPties/{other}/Nm", f"RltdPties/{other}/Pty/Nm")[:140],
        counterparty=account(counterparty),
        remittance=remittance[:500],
        end_to_end=end_to_end[:35],
        entry_id=name[:60],
        return_reason=reason[:35],
        place=place,
    )


def _reference(element: etree._Element, path: str) -> str:
    """Without what banks write where there is none."""
    said = text(element, path)
    return "" if said in _NO_REFERENCE else said
