"""What the demo hub's bank wrote: two statements (camt.053), one of them with money that nobody knows."""

from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

from karum.money import Money
from karum.payments.domain.bank import BankDetails
from karum.payments.services.settlements import settled
from karum.payments.services.statements import load_statement

HUB_ACCOUNT = BankDetails("Karum demo hub", "DE", "EUR", iban="DE89370400440532013000", bank_code="COBADEFFXXX")
"""Where the hub's own money is: the example account of the IBAN registry."""

_AT_FIRST = Money(2_500_000, "EUR")
_GROSS, _CHARGES, _SETTLEMENT = Money(30_000, "EUR"), Money(435, "EUR"), "SBX-2026-0417"
Line = tuple[Money, str, str, str]
"""(amount, above zero came in; who; words; the payer's or the hub's own reference)"""


def seed_statements(awaited: Money | None, *, now: datetime, actor_id: int) -> None:
    """The day on which the card provider settled, and yesterday.

    ``awaited``: what a buyer was to send; she sent it without its reference, so that a person has to match it.
    """
    then = now - timedelta(days=12)
    settled("sandbox", _GROSS, _CHARGES, _GROSS - _CHARGES, _SETTLEMENT, then)
    came: list[Line] = [(_GROSS - _CHARGES, "Card provider", f"Settlement {_SETTLEMENT}", "")]
    stood = _statement(_AT_FIRST, came, then.date(), now, actor_id)
    lines: list[Line] = [
        (Money(-490, "EUR"), "Example bank", "Account fee", ""),
        (Money(21_400, "EUR"), "Keller & Söhne OHG", "Invoice 1047", ""),
    ]
    if awaited is not None:
        lines.append((awaited, "Lena Brandt", "wooden train", ""))
    _statement(stood, lines, now.date() - timedelta(days=1), now, actor_id)


def _statement(opening: Money, lines: list[Line], day: date, now: datetime, actor_id: int) -> Money:
    """Load one day's statement; return what stood there at its end."""
    closing = sum((line[0] for line in lines), opening)
    entries = "".join(_entry(number, line, day) for number, line in enumerate(lines, 1))
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>DEMO-{day:%Y%m%d}</MsgId><CreDtTm>{day}T23:00:00</CreDtTm></GrpHdr>
<Stmt><Id>{day:%Y-%j}</Id><CreDtTm>{day}T23:00:00</CreDtTm>
<Acct><Id><IBAN>{HUB_ACCOUNT.iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
{_balance("OPBD", opening, day)}{_balance("CLBD", closing, day)}{entries}</Stmt></BkToCstmrStmt></Document>"""
    load_statement(text.encode(), f"statement-{day}.xml", now=now, actor_id=actor_id)
    return closing


def _balance(code: str, amount: Money, day: date) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>"


def _amount(amount: Money) -> str:
    side, size = ("CRDT", amount) if amount.minor > 0 else ("DBIT", -amount)
    return f'<Amt Ccy="{amount.currency}">{size.text}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(number: int, line: Line, day: date) -> str:
    amount, who, words, reference = line
    party = "Dbtr" if amount.minor > 0 else "Cdtr"
    named = f"<Refs><EndToEndId>{escape(reference)}</EndToEndId></Refs>" if reference else ""
    return f"""<Ntry>{_amount(amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>
<ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>D{day:%y%m%d}-{number}</AcctSvcrRef><NtryDtls><TxDtls>{named}
<RltdPties><{party}><Pty><Nm>{escape(who)}</Nm></Pty></{party}></RltdPties>
<RmtInf><Ustrd>{escape(words)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
