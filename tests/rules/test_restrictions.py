"""Restrictions and embargoes: each case names the law that decides it."""

from datetime import date
from decimal import Decimal

import pytest

from karum.money import Money
from karum.rules import Item, QuoteRequest, files, landed_cost
from karum.rules.domain.answer import Screening
from karum.rules.domain.measures import Cite, Passage, Restriction, Source, Validity
from karum.rules.domain.screening import screen as weigh
from karum.rules.parsing import read_restrictions
from karum.rules.queries import screen
from karum.rules.strict import RuleFileError, Table

DAY = date(2026, 11, 21)


def ask(hs_code: str, origin: str, way: str, *, day: date = DAY, mode: str | None = None, region: str | None = None,
        channel: str = "parcel") -> Screening:  # fmt: skip
    """``way``: "RW>DE" from seller to destination."""
    seller, destination = way.split(">")
    return screen(hs_code, origin, Passage(seller, destination, day, channel, mode, region))  # type: ignore[arg-type]


# HS code, origin, seller > destination, status, a word of the law, a need
IMPORTS = [
    ("050710", "KE", "KE>CH", "restricted", "CITES", "need_cites_permit"),
    ("960110", "KE", "KE>DE", "forbidden", "338/97", None),
    ("411330", "VN", "VN>RS", "restricted", "CITES", "need_cites_permit"),
    ("710210", "ZA", "ZA>AE", "restricted", "Kimberley", "need_kimberley"),
    ("290347", "CN", "CN>KE", "restricted", "Montreal", "need_ozone_licence"),
    ("280540", "CN", "CN>GH", "restricted", "Minamata", "need_consent"),
    ("854911", "GH", "GH>DE", "restricted", "Basel", "need_consent"),
    ("391510", "DE", "DE>CN", "forbidden", "Solid Waste", None),
    ("380891", "CN", "CN>KE", "restricted", "Rotterdam", "need_pesticide_registration"),
    ("121140", "IN", "IN>GB", "restricted", "Narcotic", "need_narcotics_permit"),
    ("930200", "US", "US>CA", "restricted", "9898", "need_weapons_licence"),
    ("970610", "EG", "EG>DE", "restricted", "2019/880", "need_cultural_licence"),
    ("120991", "RW", "RW>AU", "restricted", "Plant Protection", "need_phytosanitary"),
    ("300490", "IN", "IN>DE", "restricted", "Medicines", "need_medicine_licence"),
    ("330499", "RW", "RW>DE", "restricted", "1223/2009", "need_responsible_person"),
    ("330499", "RW", "RW>US", "restricted", "Modernization of Cosmetics", "need_cosmetic_register"),
    ("610910", "CN", "CN>FR", "restricted", "1007/2011", "need_fibre_label"),
    ("610910", "VN", "VN>US", "restricted", "Fiber Products", "need_origin_mark"),
    ("610910", "CN", "CN>US", "restricted", "Uyghur", "need_supply_chain"),
    ("610910", "CN", "CN>CA", "restricted", "9897", "need_supply_chain"),
    ("640399", "IN", "IN>IT", "restricted", "94/11", "need_material_label"),
    ("950300", "KE", "KE>GB", "restricted", "Toys", "need_safety_file"),
    ("611120", "KE", "KE>US", "restricted", "Safety Improvement", "need_safety_file"),
    ("851713", "CN", "CN>DE", "restricted", "2014/53", "need_conformity_mark"),
    ("851830", "CN", "CN>US", "restricted", "47 CFR", "need_radio_approval"),
    ("850760", "CN", "CN>DE", "restricted", "2023/1542", "need_producer_register"),
    ("040900", "RW", "RW>NZ", "forbidden", "Biosecurity", None),
    ("040900", "RW", "RW>DE", "restricted", "2022/2292", "need_health_certificate"),
    ("040610", "KE", "KE>DE", "forbidden", "2019/2122", None),
    ("020840", "CA", "CA>DE", "forbidden", "seal", None),
    ("430219", "CA", "CA>US", "restricted", "Marine Mammal", "need_no_seal"),
    ("090121", "RW", "RW>US", "restricted", "Bioterrorism", "need_prior_notice"),
    ("220421", "ZA", "ZA>SA", "forbidden", "GCC", None),
    ("220421", "ZA", "ZA>CA", "restricted", "Intoxicating Liquors", "need_alcohol_licence"),
    ("854340", "CN", "CN>AU", "forbidden", "vaping", None),
    ("854340", "CN", "CN>IN", "forbidden", "Electronic Cigarettes", None),
    ("240412", "CN", "CN>SG", "forbidden", "Tobacco", None),
    ("170410", "KE", "KE>SG", "forbidden", "Chewing Gum", None),
    ("880622", "CN", "CN>IN", "forbidden", "drones", None),
    ("630900", "GB", "GB>ID", "forbidden", "used clothing", None),
    ("630900", "GB", "GB>ZA", "restricted", "used goods", "need_import_permit"),
    ("640399", "RW", "RW>NG", "forbidden", "prohibition list", None),
    ("630900", "GB", "GB>NG", "forbidden", "second-hand clothing", None),
    ("950430", "MT", "MT>AE", "forbidden", "GCC", None),
    ("950300", "CN", "CN>KR", "restricted", "Electrical Appliances and Consumer Products", "need_conformity_mark"),
    ("190230", "IT", "IT>NG", "forbidden", "prohibition list", None),
    ("392321", "CN", "CN>KE", "forbidden", "plastic", None),
    ("681299", "CN", "CN>AU", "forbidden", "asbestos", None),
    ("821192", "JP", "JP>GB", "restricted", "Offensive Weapons", "need_age_check"),
    ("710231", "RU", "AE>DE", "forbidden", "833/2014", None),
    ("220860", "RU", "AE>US", "forbidden", "14068", None),
    ("630790", "PK", "AE>IN", "forbidden", "DGFT", None),
    ("691110", "PT", "PT>GB", "allowed", "", None),
    ("970121", "RW", "RW>GB", "allowed", "", None),
]


@pytest.mark.parametrize(("hs_code", "origin", "way", "status", "law", "need"), IMPORTS)
def test_what_the_destination_asks(
    hs_code: str, origin: str, way: str, status: str, law: str, need: str | None
) -> None:
    found = ask(hs_code, origin, way)
    assert found.status == status
    said = [reason.english for reason in found.reasons]
    assert law == "" or any(law in sentence for sentence in said), said
    assert need is None or need in {one.code for one in found.needs}
    for cite in found.cites:
        assert cite.source.url.startswith("https://")
        assert cite.source.file in ("restrictions.toml", "embargoes.toml")


EMBARGOES = [
    ("090121", "RW", "US>CU", "forbidden", "Cuban Assets"),
    ("847130", "US", "DE>CU", "forbidden", "746.2"),  # it follows goods that are made in the United States
    ("490199", "GB", "US>CU", "unknown", ""),  # informational materials are exempted; no rules of Cuba are on file
    ("570110", "RW", "US>IR", "forbidden", "Iranian Transactions"),
    ("847130", "CN", "RW>KP", "forbidden", "2397"),  # the United Nations bind every seller
    ("090121", "RW", "US>KP", "forbidden", "North Korea"),
    ("090121", "RW", "RW>KP", "unknown", "2397"),  # coffee is not named, but nothing is known of the market
    ("090121", "RW", "JP>KP", "forbidden", "Japan"),
    ("930690", "CZ", "RW>LY", "unknown", "Security Council"),
    ("851762", "FI", "FI>RU", "forbidden", "833/2014"),
    ("610910", "FI", "FI>RU", "unknown", "833/2014"),
    ("847130", "US", "US>RU", "forbidden", "746.5"),
    ("854231", "GB", "GB>RU", "forbidden", "Russia (Sanctions)"),
    ("854231", "CH", "CH>RU", "forbidden", "946.231.176.72"),
    ("854231", "IN", "IN>RU", "unknown", ""),  # India imposes none
    ("610910", "TR", "TR>IL", "forbidden", "Turkey"),
    ("610910", "PK", "PK>IN", "forbidden", "Pakistan"),
]


@pytest.mark.parametrize(("hs_code", "origin", "way", "status", "law"), EMBARGOES)
def test_embargoes_bind_those_whom_they_concern(hs_code: str, origin: str, way: str, status: str, law: str) -> None:
    found = ask(hs_code, origin, way)
    assert found.status == status
    embargoes = [reason.english for reason in found.reasons if reason.code.startswith("embargo")]
    assert law == "" or any(law in sentence for sentence in embargoes), embargoes


def test_an_embargo_ends_on_its_day() -> None:
    assert ask("610910", "US", "US>SY", day=date(2025, 6, 30)).status == "forbidden"
    later = ask("610910", "US", "US>SY", day=date(2025, 7, 1))
    assert later.status == "unknown"
    assert "need_sanctions_check" in {need.code for need in later.needs}


def test_a_part_of_a_country_may_be_under_embargo() -> None:
    assert ask("851762", "DE", "DE>UA", region="43").status == "forbidden"
    assert ask("851762", "DE", "DE>UA", region="UA-32").status != "forbidden"
    asked = ask("851762", "DE", "DE>UA")
    assert asked.status == "restricted"
    assert "restriction_region" in {reason.code for reason in asked.reasons}


def test_export_control_is_that_of_the_seller() -> None:
    for way, law in (("DE>KE", "2021/821"), ("US>KE", "Export Administration"), ("CN>KE", "dual-use items")):
        found = ask("880622", way[:2], way, mode="sea", channel="consignment")
        assert found.status == "restricted"
        assert any(law in reason.english for reason in found.reasons if reason.code == "export_limits")
        assert "need_export_permit" in {need.code for need in found.needs}
    assert not [r for r in ask("880622", "RW", "RW>KE").reasons if r.code == "export_limits"]


def test_plastic_waste_does_not_leave_the_union_for_countries_outside_the_oecd() -> None:
    assert ask("391510", "DE", "DE>KE", day=date(2026, 11, 20)).status == "restricted"
    assert ask("391510", "DE", "DE>KE", day=date(2026, 11, 21)).status == "forbidden"
    assert ask("391510", "DE", "DE>GB", day=date(2026, 11, 21)).status == "restricted"


@pytest.mark.parametrize(
    ("hs_code", "mode", "status", "reason"),
    [
        ("850760", "post", "forbidden", "transport_forbids"),
        ("850760", "courier", "restricted", "transport_limits"),
        ("850760", None, "restricted", "transport_forbids"),  # not said how it travels: the post would refuse it
        ("851713", "post", "restricted", "transport_limits"),
        ("360410", "post", "forbidden", "transport_forbids"),
        ("360410", "air", "forbidden", "transport_forbids"),
        ("330300", "post", "restricted", "transport_limits"),
        ("961310", "post", "forbidden", "transport_forbids"),
        ("220830", "post", "forbidden", "transport_forbids"),  # 18 USC 1716(f)
    ],
)
def test_how_dangerous_goods_travel(hs_code: str, mode: str | None, status: str, reason: str) -> None:
    found = ask(hs_code, "CN", "CN>US", mode=mode)
    assert found.status == status
    assert reason in {one.code for one in found.reasons}


def test_the_sea_knows_no_rules_of_the_post() -> None:
    found = ask("850760", "CN", "CN>US", mode="sea", channel="consignment")
    assert not [reason for reason in found.reasons if reason.code.startswith("transport")]


def test_a_consignment_is_not_a_parcel() -> None:
    assert ask("040610", "NZ", "NZ>DE").status == "forbidden"  # to a private person
    assert ask("040610", "NZ", "NZ>DE", channel="consignment").status == "restricted"


def entry(**more: object) -> Restriction:
    fields = {
        "code": "X", "status": "forbidden", "destinations": None, "origins": None, "hs": ("61",), "law": "The law",
        "needs": (), "cite": Cite(Source("The law", "f", "r", "https://example.org"), Validity(None, None), "A"),
    }  # fmt: skip
    return Restriction(**(fields | more))  # type: ignore[arg-type]


WAY = Passage("RW", "DE", DAY)


@pytest.mark.parametrize(
    ("restriction", "hs_code", "origin", "status", "reason"),
    [
        (entry(hs=("61091000",)), "610910", "RW", "restricted", "restriction_digits"),
        (entry(hs=("61091000",)), "6109100010", "RW", "forbidden", "restriction_forbids"),
        (entry(hs=("61091000",)), "6109900000", "RW", "allowed", None),
        (entry(origins=frozenset({"CN"})), "610910", "", "restricted", "restriction_origin"),
        (entry(origins=frozenset({"CN"})), "610910", "RW", "allowed", None),
        (entry(origins=frozenset({"CN"}), hs=("",)), "610910", "", "allowed", None),
        (entry(origins_except=frozenset({"RW"})), "610910", "RW", "allowed", None),
        (entry(hs_except=("6109",)), "610910", "RW", "allowed", None),
        (entry(sellers=frozenset({"US"})), "610910", "RW", "allowed", None),
        (entry(status="allowed"), "610910", "RW", "allowed", "restriction_applies"),
        (entry(), "", "RW", "unknown", None),
        (entry(hs=("",)), "", "RW", "forbidden", "restriction_forbids"),
    ],
)
def test_a_missing_fact_is_named_and_never_passed_over(
    restriction: Restriction, hs_code: str, origin: str, status: str, reason: str | None
) -> None:
    found = weigh((restriction,), hs_code, origin, WAY)
    assert found.status == status
    assert [one.code for one in found.reasons] == ([] if reason is None else [reason])


def test_the_strictest_stands_first() -> None:
    found = weigh((entry(code="A", status="restricted"), entry(code="B")), "610910", "RW", WAY)
    assert found.status == "forbidden"
    assert [reason.code for reason in found.reasons] == ["restriction_forbids", "restriction_applies"]


FX = {"USD/GBP": Decimal("0.80"), "USD/EUR": Decimal("0.90")}


def quote(destination: str, seller: str, hs_code: str, origin: str) -> QuoteRequest:
    goods = Item(hs_code, origin, 1, Money(5000, "USD"), duty_rate_override=Decimal(0))
    return QuoteRequest(seller, destination, DAY, "parcel", "DAP", "USD", (goods,), Money(1000, "USD"), fx=FX)


def test_a_sale_under_embargo_is_refused_even_where_no_rules_are_on_file() -> None:
    assert "KP" not in files.codes()
    answer = landed_cost(quote("KP", "US", "090121", "RW"))
    assert answer.status == "forbidden"
    assert answer.totals.landed is None
    assert "North Korea Sanctions Regulations" in answer.screenings[0].reasons[0].english
    assert landed_cost(quote("KP", "RW", "090121", "RW")).status == "unknown"


def test_what_is_needed_stands_among_the_documents() -> None:
    answer = landed_cost(quote("GB", "RW", "330499", "RW"))
    assert answer.status == "restricted"
    assert {"need_responsible_person", "need_safety_file"} <= {paper.code for paper in answer.documents}


def test_the_union_of_seller_and_buyer_is_no_border() -> None:
    assert landed_cost(quote("FR", "DE", "610910", "DE")).screenings == ()


# The files themselves

MUST_BE_COVERED = (
    "AE", "AU", "BR", "CA", "CH", "CN", "DE", "FR", "GB", "HK", "ID", "IN", "JP", "KE", "KR", "MX", "NG", "NO", "NZ",
    "RW", "SA", "SG", "US", "ZA",
)  # fmt: skip


@pytest.mark.parametrize("destination", MUST_BE_COVERED)
def test_each_large_market_has_rules_of_its_own(destination: str) -> None:
    assert any(one.destinations is not None for one in files.restrictions_of(destination))


def test_every_restriction_says_what_is_needed_or_forbids() -> None:
    for one in files.restrictions():
        assert one.status == "forbidden" or one.needs, one.code
        assert one.kind != "embargo" or one.imposer, one.code


def test_what_comes_from_memory_was_checked_by_nobody() -> None:
    assert {one.cite.confidence for one in files.restrictions()} == {"B", "M"}
    for one in files.restrictions():
        assert (one.cite.checked is None) == (one.cite.confidence == "M"), one.code


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"hs": []}, "hs"),
        ({"destinations": []}, "destinations"),
        ({"kind": "export"}, "sellers"),
        ({"kind": "transport"}, "modes"),
        ({"kind": "rumour"}, "kind"),
        ({"needs": ["need_luck"]}, "needs"),
        ({"modes": ["camel"]}, "modes"),
        ({"source": "nobody"}, "source"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_slip_of_the_pen_is_found(change: dict[str, object], place: str) -> None:
    sound = {"code": "X", "status": "restricted", "destinations": ["*"], "hs": ["61"], "source": "law"}
    source = {"law": "The law", "url": "https://example.org", "confidence": "A"}
    table = {"checked": DAY, "sources": {"law": source}, "restriction": [sound | change]}
    with pytest.raises(RuleFileError, match=rf"restriction\[1\]\.{place}"):
        read_restrictions(Table("restrictions.toml", "", table, {}))


def test_a_code_is_used_once() -> None:
    sound = {"code": "X", "status": "restricted", "destinations": ["*"], "hs": ["61"], "source": "law"}
    source = {"law": "The law", "url": "https://example.org", "confidence": "A"}
    table = {"checked": DAY, "sources": {"law": source}, "restriction": [sound, dict(sound)]}
    with pytest.raises(RuleFileError, match="'X' is used twice"):
        read_restrictions(Table("restrictions.toml", "", table, {}))
