"""A paper says which fact it lacks, and where to mend it: pure."""

from dataclasses import replace

import pytest

from karum.parties.domain import PostalAddress
from karum.shipping.domain.facts import missing_facts
from karum.shipping.domain.papers import KINDS, Kind, Paper
from tests.shipping.samples import COFFEE, POTS, SILK, SMALL

MUG, BOWL = POTS.lines
PARCEL = POTS.parcels[0]


def without(**change: object) -> Paper:
    return replace(POTS, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("paper", [POTS, SMALL], ids=["pots", "small"])
def test_a_complete_paper_lacks_nothing(kind: Kind, paper: Paper) -> None:
    assert missing_facts(kind, replace(paper, origin_statement="The exporter declares ...")) == []


def test_a_statement_on_origin_must_have_been_made() -> None:
    (missing,) = missing_facts("statement-on-origin", SMALL)
    assert (missing.fact, missing.where) == ("origin_statement", "order")


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_weight_is_told_with_the_place_to_fill_it_in(kind: Kind) -> None:
    weightless = without(lines=(replace(MUG, net_weight_g=0), BOWL), origin_statement="The exporter declares ...")
    (missing,) = missing_facts(kind, weightless)
    assert missing.where == "product"
    assert missing.message == f"The weight of '{MUG.description}' is missing: add it to the product."


@pytest.mark.parametrize("kind", ["commercial-invoice", "packing-list"])
@pytest.mark.parametrize("paper", [COFFEE, SILK], ids=["coffee", "silk"])
def test_an_invoice_needs_no_postal_number(kind: Kind, paper: Paper) -> None:
    assert missing_facts(kind, paper) == []


@pytest.mark.parametrize(
    ("kind", "paper", "said", "where"),
    [
        (
            "commercial-invoice",
            without(lines=(replace(MUG, hs_code=""),)),
            f"The HS code of '{MUG.description}' is missing: add it to the product.",
            "product",
        ),
        (
            "cn23",
            without(lines=(replace(MUG, hs_code="69-12"), BOWL)),
            f"The HS code of '{MUG.description}' needs six to ten digits: mend it in the product.",
            "product",
        ),
        (
            "cn22",
            without(lines=(MUG, replace(BOWL, origin=""))),
            f"The country of origin of '{BOWL.description}' is missing: add it to the product.",
            "product",
        ),
        (
            "packing-list",
            without(lines=(MUG, replace(BOWL, net_weight_g=0))),
            f"The weight of '{BOWL.description}' is missing: add it to the product.",
            "product",
        ),
        (
            "commercial-invoice",
            without(lines=(MUG, replace(BOWL, description=" "))),
            "The description of 'BOWL-28' is missing: add it to the product.",
            "product",
        ),
        (
            "commercial-invoice",
            without(consignee=replace(POTS.consignee, address=PostalAddress("FR", "Claire Martin"))),
            "The consignee has no street and no city.",
            "address",
        ),
        (
            "commercial-invoice",
            without(seller=replace(POTS.seller, address=replace(POTS.seller.address, country=""))),
            "Your business has no country.",
            "business",
        ),
        (
            "commercial-invoice",
            without(incoterm="DOOR"),
            "The Incoterm is missing: set it in the offer, for example DAP.",
            "product",
        ),
        (
            "commercial-invoice",
            without(signer=""),
            "Nobody signs: add the name of the person who answers for the declaration.",
            "business",
        ),
        ("packing-list", without(parcels=()), "No parcel is packed yet: add the parcel with its weight.", "parcel"),
        (
            "cn23",
            without(parcels=(replace(PARCEL, gross_weight_g=2000),)),
            "Parcel 1 weighs 2000 g with its wrapping, but its contents weigh 2990 g.",
            "parcel",
        ),
        (
            "packing-list",
            without(parcels=(replace(PARCEL, contents=((1, 3), (2, 1))),)),
            f"The parcels hold 3 of '{MUG.description}', the order 4.",
            "parcel",
        ),
        (
            "packing-list",
            without(parcels=(replace(PARCEL, contents=((1, 4), (2, 1), (3, 1))),)),
            "A parcel holds something that is not in the order.",
            "parcel",
        ),
        (
            "packing-list",
            without(parcels=(replace(PARCEL, contents=((1, 4), (2, 1))), replace(PARCEL, number=2))),
            "Say what is in parcel 2.",
            "parcel",
        ),
    ],
)  # fmt: skip
def test_a_missing_fact_is_named_with_its_place(kind: Kind, paper: Paper, said: str, where: str) -> None:
    assert [(one.message, one.where) for one in missing_facts(kind, paper)] == [(said, where)]
