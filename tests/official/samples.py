"""Small files in the form of each authority, made up; and where the real ones are, beside the checkout."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from karum.official.records import Broken
from karum.official.source import Source

DATA = Path(__file__).parents[3] / "shared" / "data"


def real(name: str) -> Source:
    """A file of the real data; the test is skipped where they are not there."""
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"the real file is not beside the checkout (../shared/data/{name})")
    return Source(path)


def made(folder: Path, name: str, content: bytes | str) -> Source:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Source(path)


def rows(reader: Any, source: Source) -> tuple[list[Any], list[Broken]]:
    """What the reader gives: the rows, and the broken ones."""
    given = list(reader.read(source))
    return (
        [row for row in given if not isinstance(row, Broken)],
        [row for row in given if isinstance(row, Broken)],
    )


def zipped(content: str, inside: str = "export.xml") -> bytes:
    """A zip with one file, as HMRC names it .gzip."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(inside, content)
    return packed.getvalue()


def sheet(*lines: tuple[Any, ...]) -> bytes:
    """A spreadsheet with these rows."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Duties")
    for line in lines:
        page.append(line)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def hts_line(number: str, indent: int, text: str, **said: Any) -> dict[str, Any]:
    """A record of the US tariff's JSON."""
    empty = {"superior": None, "units": [], "general": "", "special": "", "other": "", "footnotes": []}
    rest = {"quotaQuantity": None, "additionalDuties": None, "addiitionalDuties": None}
    return {"htsno": number, "indent": str(indent), "description": text, **empty, **rest, **said}


HTS_JSON = json.dumps(
    [
        hts_line("6109", 0, "T-shirts, knitted or crocheted:"),
        hts_line(
            "6109.10.00",
            1,
            "Of cotton",
            general="16.5%",
            special="Free (AU,BH,S+) 8% (KR)",
            other="90%",
            footnotes=[{"columns": ["general"], "value": "See 9903.88.15. ", "type": "endnote"}],
        ),
        hts_line("", 2, "Men's or boys':", superior="true", footnotes=None),
        hts_line("6109.10.00.04", 3, "T-shirts, all white", units=["doz.", "kg"]),
    ],
    indent=2,
)

HTS_CSV = (
    "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Special Rate of Duty,"
    "Column 2 Rate of Duty,Quota Quantity,Additional Duties\r\n"
    "3004.10.10,2,Containing penicillin G salts,,Free,,15.4¢/kg + 49%,,\r\n"
    ",3,Other:,,,,,,\r\n"
    '3004.10.10.20,4,Singles,"[""kg""]",,,,,\r\n'
)


def cds(*entities: str) -> str:
    """An extract of the UK's CDS with these entities."""
    items = "".join(f"<TariffHistoryItem><findThings>{entity}</findThings></TariffHistoryItem>" for entity in entities)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<ns2:TariffHistoryResponse xmlns:ns2="http://www.eurodyn.com/Tariff/services/DispatchDataExportXMLData/v03">'
        f"<ResultsInfo><totalRecords>{len(entities)}</totalRecords></ResultsInfo>{items}</ns2:TariffHistoryResponse>"
    )


def op(step: str = "C") -> str:
    """What happened to an entity: C, U or D."""
    return f"<hjid>1</hjid><metainfo><opType>{step}</opType><origin>T</origin></metainfo>"


CDS_MEASURE = f"""<Measure>{op()}<sid>20001234</sid>
  <measureGeneratingRegulationId>C2100001</measureGeneratingRegulationId><ordernumber>050001</ordernumber>
  <stoppedFlag>0</stoppedFlag><validityStartDate>2021-01-01T00:00:00</validityStartDate>
  <validityEndDate>2026-12-31T23:59:59</validityEndDate>
  <additionalCode><hjid>9</hjid><additionalCodeCode>500</additionalCodeCode>
    <additionalCodeType><additionalCodeTypeId>2</additionalCodeTypeId></additionalCodeType></additionalCode>
  <footnoteAssociationMeasure>{op()}<footnote><footnoteId>027</footnoteId>
    <footnoteType><footnoteTypeId>CD</footnoteTypeId></footnoteType></footnote></footnoteAssociationMeasure>
  <geographicalArea><hjid>77</hjid><geographicalAreaId>2005</geographicalAreaId></geographicalArea>
  <goodsNomenclature><goodsNomenclatureItemId>0406103000</goodsNomenclatureItemId></goodsNomenclature>
  <measureComponent>{op()}<dutyAmount>13.000</dutyAmount>
    <dutyExpression><dutyExpressionId>04</dutyExpressionId></dutyExpression>
    <measurementUnit><measurementUnitCode>DTN</measurementUnitCode></measurementUnit>
    <monetaryUnit><monetaryUnitCode>GBP</monetaryUnitCode></monetaryUnit></measureComponent>
  <measureComponent>{op()}<dutyAmount>8.000</dutyAmount>
    <dutyExpression><dutyExpressionId>01</dutyExpressionId></dutyExpression></measureComponent>
  <measureComponent>{op("D")}<dutyAmount>20.000</dutyAmount>
    <dutyExpression><dutyExpressionId>17</dutyExpressionId></dutyExpression></measureComponent>
  <measureCondition>{op()}<sid>5</sid><conditionSequenceNumber>1</conditionSequenceNumber>
    <certificate><certificateCode>853</certificateCode>
      <certificateType><certificateTypeCode>N</certificateTypeCode></certificateType></certificate>
    <measureAction><actionCode>27</actionCode></measureAction>
    <measureConditionCode><conditionCode>B</conditionCode></measureConditionCode></measureCondition>
  <measureExcludedGeographicalArea>{op()}<geographicalArea><geographicalAreaId>IN</geographicalAreaId>
    </geographicalArea></measureExcludedGeographicalArea>
  <measureType><measureTypeId>143</measureTypeId></measureType></Measure>"""

CDS_GOODS = f"""<GoodsNomenclature>{op()}<sid>28000</sid>
  <goodsNomenclatureItemId>0406103000</goodsNomenclatureItemId><produclineSuffix>80</produclineSuffix>
  <statisticalIndicator>0</statisticalIndicator><validityStartDate>1972-01-01T00:00:00</validityStartDate>
  <goodsNomenclatureDescriptionPeriod>{op()}<sid>1</sid><validityStartDate>1972-01-01T00:00:00</validityStartDate>
    <goodsNomenclatureDescription><description>Old words</description></goodsNomenclatureDescription>
  </goodsNomenclatureDescriptionPeriod>
  <goodsNomenclatureDescriptionPeriod>{op()}<sid>2</sid><validityStartDate>2020-01-01T00:00:00</validityStartDate>
    <goodsNomenclatureDescription><description>Mozzarella,&lt;br&gt;fresh</description></goodsNomenclatureDescription>
  </goodsNomenclatureDescriptionPeriod>
  <goodsNomenclatureIndents>{op()}<numberIndents>03</numberIndents>
    <validityStartDate>1972-01-01T00:00:00</validityStartDate></goodsNomenclatureIndents></GoodsNomenclature>"""


def taric3(*records: tuple[str, str, dict[str, str]], prefix: str = "oub:") -> str:
    """TARIC3 messages: (update type, element, fields)."""
    told = "".join(
        f"<env:app.message><{prefix}transmission><{prefix}record><{prefix}record.code>430</{prefix}record.code>"
        f"<{prefix}subrecord.code>00</{prefix}subrecord.code><{prefix}update.type>{update}</{prefix}update.type>"
        f"<{prefix}{kind}>{_fields(prefix, fields)}</{prefix}{kind}></{prefix}record></{prefix}transmission>"
        "</env:app.message>"
        for update, kind, fields in records
    )
    taric = "urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0"
    spaces = f'xmlns:env="urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0" xmlns:oub="{taric}" xmlns="{taric}"'
    return f'<env:envelope {spaces} id="1"><env:transaction id="1">{told}</env:transaction></env:envelope>'


def _fields(prefix: str, fields: dict[str, str]) -> str:
    return "".join(f"<{prefix}{name}>{value}</{prefix}{name}>" for name, value in fields.items())


TARIC_MEASURE = {
    "measure.sid": "3900001",
    "measure.type": "142",
    "geographical.area": "2005",
    "goods.nomenclature.item.id": "0406103000",
    "validity.start.date": "2024-01-01",
    "measure.generating.regulation.id": "R2400010",
    "stopped.flag": "0",
    "geographical.area.sid": "62",
}

UK_CSV = (
    '"id","commodity__code","measure__sid","measure__type__id","measure__type__description",'
    '"measure__additional_code__code","measure__duty_expression","measure__effective_start_date",'
    '"measure__effective_end_date","measure__footnotes","measure__conditions","measure__geographical_area__id",'
    '"measure__excluded_geographical_areas__ids","measure__quota__order_number","measure__regulation__id"\n'
    '1,"0406103000",20001234,"143","Preferential quota","#NA","8.00% + 13.00 GBP / 100 kg","2021-01-01","#NA",'
    '"CD027|TN701","condition:B,certificate:N853,action:27","2005","IN|ID","050001","C2100001"\n'
    '2,"0406103000",20001235,"305","VAT","VATZ","0.00%","2021-01-01","#NA","#NA","#NA","1011","#NA","#NA","V1970ATZ"\n'
)

EU_HEADER = (
    "Goods code", "Add code", "Order No.", "Start date", "End date", "RED_IND", "Origin", " Measure type",
    "Legal base", "Duty", "Origin code", " Meas. type code",
)  # fmt: skip
EU_ROWS = (
    EU_HEADER,
    (
        "0406103000", "", "", "01-01-2024", "", "", "ERGA OMNES", "Third country duty", "R2658/87",
        "8.300 % + 185.200 EUR DTN", "1011", "103",
    ),
    (
        "0406103000", "", "094103", date(2024, 7, 1), 46022, "", "Norway", "Tariff quota", "R0761/20",
        "0.000 %", "NO", 143.0,
    ),
)  # fmt: skip

EU_NOMENCLATURE = (
    ("Goods code", "Start date", "End date", "Language", "Hier. Pos.", "Indent", "Description", "Descr. start date"),
    ("0100000000 80", "31-12-1971", "", "EN", "2", "", "LIVE ANIMALS", "31-12-1971"),
    ("0101000000 80", "01-01-1972", "", "EN", "4", "", "Live horses, asses, mules and hinnies", "01-01-1972"),
    ("0101210000 10", "01-01-2012", "", "EN", "6", "-", "Horses", "01-01-2012"),
    ("0101210000 80", "01-01-2012", "", "EN", "6", "- -", "Pure-bred breeding animals", "01-01-2012"),
)

EU_NOMENCLATURE_CSV = (
    "GOODS_CODE,SUFFIX,INDENT,DESCRIPTION,IS_LEAF,START_DATE\n"
    "0100000000,80,0,Live animals,0,31-12-1971\n"
    '0101000000,80,1,"Live horses, asses",0,01-01-1972\n'
)

CANADA_CSV = (
    "TARIFF,EFF_DATE,DESC1,DESC2,UOM,MFN,GT,UST,MXT,CCCT,LDCT,CEUT,UKT\n"
    '6109.10.00,2026-01-01,"T-shirts, knitted or crocheted",Of cotton,NMB,18%,35%,Free,Free,,Free,Free,Free\n'
    "6109.10.00.11,2026-01-01,T-shirts,Men's,DZN,,,,,,,,\n"
)

ORIGIN_SCHEMES = json.dumps(
    {
        "scope": "uk",
        "schemes": [
            {
                "scheme_code": "japan",
                "title": "UK-Japan Comprehensive Economic Partnership Agreement",
                "validity_start_date": "2021-01-01",
                "validity_end_date": None,
                "proofs": [{"summary": "Origin declaration", "proof_class": "origin-declaration"}],
                "countries": ["JP"],
                "links": [{"text": "The agreement", "url": "https://www.gov.uk/japan"}],
            }
        ],
    }
)

ORIGIN_RULES = json.dumps(
    {
        "rule_sets": [
            {
                "heading": "0101-0106",
                "subdivision": "Live animals",
                "min": "0101000000",
                "max": "0106999999",
                "rules": [
                    {
                        "rule": "**40%** of [chapter&nbsp;1](/chapters/01) is <abbr title='x'>WO</abbr>.",
                        "class": ["WO"],
                        "footnotes": [],
                        "operator": "or",
                        "quota": False,
                        "import": True,
                        "export": True,
                    }
                ],
                "valid": True,
            }
        ]
    }
)

ECB_XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube>
    <Cube time='2026-11-20'><Cube currency='USD' rate='1.1172'/><Cube currency='JPY' rate='175.68'/></Cube>
    <Cube time='2026-11-19'><Cube currency='USD' rate='1.1160'/></Cube>
  </Cube>
</gesmes:Envelope>
"""

ECB_CSV = "Date,USD,JPY,CYP,\n2026-11-20,1.1172,175.68,N/A,\n"

# Reader -> file name and content, one made-up file of each form.
MADE: dict[str, list[tuple[str, Callable[[], bytes | str]]]] = {
    "us_hts_json": [("hts.json", lambda: HTS_JSON)],
    "us_hts_csv": [("hts.csv", lambda: HTS_CSV)],
    "uk_cds": [("tariff.gzip", lambda: zipped(cds(CDS_GOODS, CDS_MEASURE)))],
    "uk_csv": [("measures.csv", lambda: UK_CSV)],
    "taric3": [("taric.xml", lambda: taric3(("3", "measure", TARIC_MEASURE)))],
    "eu_xlsx": [("Duties Import 01-99.xlsx", lambda: sheet(*EU_ROWS))],
    "eu_nomenclature": [
        ("Nomenclature EN.xlsx", lambda: sheet(*EU_NOMENCLATURE)),
        ("nomenclature.csv", lambda: EU_NOMENCLATURE_CSV),
    ],
    "canada_csv": [("tariff-ca.csv", lambda: CANADA_CSV)],
    "uk_origin_schemes": [("schemes.json", lambda: ORIGIN_SCHEMES)],
    "uk_origin_rules": [("japan.json", lambda: ORIGIN_RULES)],
    "ecb_rates": [
        ("eurofxref-daily.xml", lambda: ECB_XML),
        ("eurofxref-hist.zip", lambda: zipped(ECB_CSV, "eurofxref-hist.csv")),
    ],
}
EVERY_MADE = [(reader, name, content) for reader, files in MADE.items() for name, content in files]
