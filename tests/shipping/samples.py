"""Consignments for the tests of papers: a pottery to Lyon, coffee to Dubai, textiles to Shanghai."""

from dataclasses import replace
from datetime import date

from karum.money import Money
from karum.parties.domain import PostalAddress
from karum.rules.statements import form, statement
from karum.shipping.domain import s10
from karum.shipping.domain.papers import Charge, Line, Paper, PaperParcel, Party

DAY = date(2026, 11, 23)

POTTERY = Party(
    trade_name="Trent & Moor Pottery",
    address=PostalAddress(
        "GB", "Ellen Moor", "Trent and Moor Ltd", "12 Kiln Lane", "Stoke-on-Trent", "", "ST4 7QQ", "+441782555010"
    ),
    email="orders@trentandmoor.example",
    identifiers=(("vat", "GB 123 4567 82"), ("eori", "GB123456782000"), ("ioss", "IM3720000224")),
)
CLAIRE = Party(
    address=PostalAddress("FR", "Claire Martin", "", "27 rue des Lilas", "Lyon", "", "69003", "+33612345678"),
    email="claire.martin@mail.example",
)
POTS = Paper(
    number="KR-2026-000184",
    day=DAY,
    order_number="GHN4-7QF2",
    order_day=date(2026, 11, 21),
    seller=POTTERY,
    consignee=CLAIRE,
    currency="GBP",
    lines=(
        Line(
            description="Mug, stoneware, glazed in rain blue, 350 ml",
            materials="Stoneware, lead-free glaze",
            sku="MUG-RAIN-350",
            hs_code="691200",
            origin="GB",
            quantity=4,
            unit_price=Money(1850, "GBP"),
            net_weight_g=410,
        ),
        Line(
            description="Serving bowl, stoneware, 28 cm",
            sku="BOWL-28",
            hs_code="691200",
            origin="GB",
            quantity=1,
            unit_price=Money(4600, "GBP"),
            net_weight_g=1350,
        ),
    ),
    incoterm="DAP",
    incoterm_place="Lyon, France",
    payment_terms="Paid in advance by card, 21 November 2026",
    freight=Money(1790, "GBP"),
    insurance=Money(150, "GBP"),
    mode="post",
    carrier="post",
    parcels=(
        PaperParcel(
            number=1,
            gross_weight_g=3620,
            length_mm=380,
            width_mm=320,
            height_mm=240,
            tracking_number=s10.make("CP", 10418327, "GB"),
        ),
    ),
    place="Stoke-on-Trent",
    signer="Ellen Moor",
    sender_reference="IM3720000224",
    origin_statement=(
        "The exporter of the products covered by this document (Exporter Reference No GB123456782000) declares that, "
        "except where otherwise clearly indicated, these products are of United Kingdom preferential origin."
    ),
)

COFFEE = Paper(
    number="KR-2026-000185",
    day=DAY,
    order_number="KVT2-M8WD",
    seller=Party(
        trade_name="Abahizi Hills Coffee Co-operative",
        address=PostalAddress(
            "RW", "Jeanne Uwimana", "Koperative Abahizi Hills", "KN 5 Rd, Nyamagabe", "Huye", "", "", "+250788123456"
        ),
        identifiers=(("tin", "102938475"),),
    ),
    consignee=Party(
        address=PostalAddress("AE", "أمل حدّاد", "", "فيلا 4، شارع الوصل", "", "دبي", "", "+971501234567"),
    ),
    currency="USD",
    lines=(
        Line(
            description="بنّ أخضر عربي مغسول، محصول 2026 (Green coffee, washed Arabica)",
            sku="AHC-G-1KG",
            hs_code="09011110",
            origin="RW",
            quantity=12,
            unit_price=Money(1140, "USD"),
            net_weight_g=1000,
        ),
        Line(
            description="Roasted coffee, whole bean, 250 g bag",
            sku="AHC-R-250",
            hs_code="09012100",
            origin="RW",
            quantity=20,
            unit_price=Money(690, "USD"),
            net_weight_g=250,
        ),
    ),
    incoterm="DDP",
    incoterm_place="Dubai",
    freight=Money(6200, "USD"),
    charges=(Charge(kind="discount", amount=Money(-1500, "USD")), Charge(kind="tax", amount=Money(1610, "USD"))),
    mode="courier",
    carrier="dhl",
    parcels=(
        PaperParcel(
            number=1, gross_weight_g=9150, length_mm=400, width_mm=300, height_mm=300,
            tracking_number="1234567891", contents=((1, 8), (2, 2)),
        ),
        PaperParcel(
            number=2, gross_weight_g=9080, length_mm=400, width_mm=300, height_mm=300,
            tracking_number="1234567902", contents=((1, 4), (2, 18)),
        ),
    ),
    place="Huye",
    signer="Jeanne Uwimana",
)  # fmt: skip

SILK = Paper(
    number="KR-2026-000186",
    day=DAY,
    order_number="PX7C-3RTA",
    order_day=date(2026, 11, 20),
    seller=Party(
        trade_name="Xưởng dệt Hòa Lâm",
        address=PostalAddress(
            "VN", "Trần Thị Hòa", "Công ty TNHH Dệt Hòa Lâm", "12 Hàng Gai", "Hà Nội", "", "100000", "+84901234567"
        ),
        identifiers=(("tin", "0101243150"),),
    ),
    consignee=Party(
        address=PostalAddress(
            "CN", "王伟", "上海云裳商贸有限公司", "淮海中路999号", "上海市", "上海市", "200031", "+8613800138000"
        ),
    ),
    buyer=Party(
        address=PostalAddress("CN", "陈静", "北京云裳集团", "建国路88号", "北京市", "北京市", "100022", ""),
        identifiers=(("tin", "91110000600037341L"),),
    ),
    currency="CNY",
    lines=(
        Line(
            description="真丝围巾，手工提花，200 × 70 cm（Silk scarf, hand-woven）",
            materials="100% 桑蚕丝",
            sku="HL-SC-07",
            hs_code="6214100000",
            origin="VN",
            quantity=60,
            unit_price=Money(21800, "CNY"),
            net_weight_g=110,
        ),
        Line(
            description="Cotton throw, indigo, 130 × 180 cm",
            sku="HL-TH-02",
            hs_code="6304929000",
            origin="LA",
            quantity=24,
            unit_price=Money(35600, "CNY"),
            net_weight_g=780,
        ),
    ),
    incoterm="DAP",
    incoterm_place="上海",
    payment_terms="30% 预付，余款见提单副本",
    freight=Money(118000, "CNY"),
    insurance=Money(9800, "CNY"),
    mode="freight",
    carrier="Viet Sea Lines",
    parcels=(
        PaperParcel(
            number=1, gross_weight_g=14200, length_mm=600, width_mm=400, height_mm=400, contents=((1, 60), (2, 8))
        ),
        PaperParcel(number=2, gross_weight_g=13900, length_mm=600, width_mm=400, height_mm=400, contents=((2, 16),)),
    ),
    place="Hà Nội",
    signer="Trần Thị Hòa",
)  # fmt: skip

SMALL = replace(
    POTS,
    number="KR-2026-000187",
    lines=(replace(POTS.lines[0], quantity=1),),
    freight=Money(690, "GBP"),
    parcels=(PaperParcel(number=1, gross_weight_g=620, tracking_number=s10.make("LA", 55120946, "GB")),),
    origin_statement="",
)

_GSP = statement("EU-EBA")
assert _GSP is not None
STATED = replace(
    COFFEE,
    number="KR-2026-000188",
    origin_statement=_GSP.filled(reference="RWREX102938475", origin="Rwanda", criterion="P"),
    origin_lines=(1,),
    origin_under="Generalised System of Preferences of the European Union · Annex 22-07",
    origin_criterion="P",
    certificate=form("form-a"),
)
MOVED = replace(SILK, number="KR-2026-000189", certificate=form("eur1"), comments="Cumulation with Laos")
