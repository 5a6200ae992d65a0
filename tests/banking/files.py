"""Statements as banks send them, made by hand after ISO 20022's and SWIFT's own examples."""

OWN = "DE89370400440532013000"


def camt053(entries: str, *, version: str = "08", opening: str = "1000.00", closing: str = "") -> bytes:
    """One page of the hub's account on 20 November 2026."""
    end = f"""<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt>
      <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>"""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">
  <BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T23:00:00</CreDtTm></GrpHdr>
  <Stmt><Id>2026-224</Id><CreDtTm>2026-11-20T23:00:00</CreDtTm>
    <Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>EUR</Ccy></Acct>
    <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{opening}</Amt>
      <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
    {end if closing else ""}
    {entries}
  </Stmt></BkToCstmrStmt>
</Document>""".encode()


def entry(
    amount: str,
    side: str,
    reference: str,
    *,
    end_to_end: str = "NOTPROVIDED",
    words: str = "",
    name: str = "Amina GmbH",
    version: str = "08",
    returned: str = "",
    currency: str = "EUR",
) -> str:
    party = "Cdtr" if (side == "DBIT") != bool(returned) else "Dbtr"
    who = f"<Nm>{name}</Nm>" if version < "08" else f"<Pty><Nm>{name}</Nm></Pty>"
    status = "BOOK" if version < "08" else "<Cd>BOOK</Cd>"
    back = f"<RtrInf><Rsn><Cd>{returned}</Cd></Rsn></RtrInf>" if returned else ""
    return f"""<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>{status}</Sts>
      <BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-21</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>
      <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
      <NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>
        <RltdPties><{party}>{who}</{party}><{party}Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></{party}Acct></RltdPties>
        <RmtInf><Ustrd>{words}</Ustrd></RmtInf>{back}</TxDtls></NtryDtls></Ntry>"""


BATCH = """<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
  <BookgDt><DtTm>2026-11-20T08:15:00+01:00</DtTm></BookgDt><AcctSvcrRef>B77</AcctSvcrRef>
  <NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>
  <TxDtls><Refs><EndToEndId>KP-20261118-1-7-EUR</EndToEndId></Refs>
  <Amt Ccy="EUR">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>
  <TxDtls><Refs><EndToEndId>KP-20261118-1-8-EUR</EndToEndId></Refs>
  <Amt Ccy="EUR">20.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>
  </NtryDtls></Ntry>"""

CAMT054 = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><BkToCstmrDbtCdtNtfctn>
  <GrpHdr><MsgId>N1</MsgId><CreDtTm>2026-11-20T12:00:00</CreDtTm></GrpHdr>
  <Ntfctn><Id>N-1</Id><CreDtTm>2026-11-20T12:00:00</CreDtTm><Acct><Id><Othr><Id>100-0123456</Id></Othr></Id></Acct>
  <Ntry><NtryRef>R9</NtryRef><Amt Ccy="RWF">48000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
  <BookgDt><Dt>2026-11-20</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Inzozi Coffee</Nm></Dbtr></RltdPties>
  <RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
  </Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"""

MT940 = b"""{1:F01COBADEFFXXXX0000000000}{2:O9400000000000COBADEFFXXXX00000000000000000000N}{4:
:20:STARTUMS
:25:37040044/0532013000
:28C:49/1
:60F:C261119EUR12345,67
:61:2611201120D123,45NTRFNONREF//BANKREF001
:86:177?00SEPA-UEBERWEISUNG?109310?20EREF+KP-20261118-1-7-EUR?21SVWZ+Karum payout KP-202611
?2218-1?30COBADEFFXXX?31DE02120300000000202051?32Toepferei Blau
:61:2611201120C500,00NTRFNONREF//BANKREF002
:86:166?00GUTSCHRIFT?20SVWZ+RF18 5390 0754 7034?30COBADEFFXXX?31DE02120300000000202051?32Mueller GmbH
:62F:C261120EUR12722,22
-}"""

CSV = b"""Date;Amount;Currency;Reference;Counterparty;ID;Account
2026-11-20;-123.45;EUR;KP-20261118-1-7-EUR;Toepferei Blau;A1;DE89 3704 0044 0532 0130 00
2026-11-20;500.00;EUR;RF18 5390 0754 7034;Mueller GmbH;A2;DE89 3704 0044 0532 0130 00
"""
