"""Read the demo hub's content (``data/*.toml``) into frozen, typed values. Says which file is wrong if one is.

Nothing here touches the database: tests, docs and the seeding share it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

INTERFACE_LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh-hans", "hi", "sw", "id", "ru")


class BadContent(ValueError):
    """A content file that cannot be used, with its name and what is wrong."""


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A category: parents come before their children."""

    slug: str
    parent: str | None
    position: int
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    email: str
    country: str
    language: str
    about: str
    role: str  # buyer, operator, owner, packer
    business: str = ""  # slug
    address: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One row of a product: price in minor units of the seller's currency, weight in grams, size in millimetres."""

    name: str
    price_minor: int
    weight_g: int
    size_mm: tuple[int, int, int]
    stock: int
    sku: str


@dataclass(frozen=True, slots=True)
class DrawRow:
    """What the picture shows: see karum.seeds.drawing.draw."""

    kind: str
    colours: tuple[str, ...]
    pattern: str = "plain"
    form: str = ""
    mark: str = "leaf"


@dataclass(frozen=True, slots=True)
class ProductRow:
    slug: str
    category: str
    hs_code: str
    origin: str
    materials: tuple[str, ...]
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    draw: DrawRow
    variants: tuple[VariantRow, ...]
    tiers: tuple[tuple[int, int], ...]  # (from quantity, per cent off)
    quantity_min: int
    pack_multiple: int
    handling_days: int

    def breaks(self, price_minor: int) -> list[tuple[int, int]]:
        """Return the price breaks for a unit price: (from quantity, unit price), rounded half up to a minor unit."""
        return [(quantity, _less(price_minor, off)) for quantity, off in self.tiers]


@dataclass(frozen=True, slots=True)
class SellerRow:
    slug: str
    name: str
    legal_name: str
    country: str
    currency: str
    language: str
    kind: str
    founded: int
    address: Mapping[str, str]
    owner: PersonRow
    stories: Mapping[str, str]
    colours: tuple[str, ...]
    mark: str
    prefix: str
    products: tuple[ProductRow, ...]


@dataclass(frozen=True, slots=True)
class ResaleRow:
    """An offer of one seller on another's product: variants are (name, price_minor, stock)."""

    seller: str
    product: str
    handling_days: int
    variants: tuple[tuple[str, int, int], ...]


def _less(price_minor: int, per_cent: int) -> int:
    whole = Decimal(price_minor * (100 - per_cent)) / 100
    return max(1, int(whole.quantize(Decimal(1), ROUND_HALF_UP)))


def _data() -> Traversable:
    return files("karum.seeds") / "data"


def _read(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadContent(f"{file.name}: {error}") from error


@cache
def shelves() -> tuple[ShelfRow, ...]:
    """Return the categories, parents first."""
    rows: list[ShelfRow] = []
    for position, root in enumerate(_read(_data() / "categories.toml")["root"]):
        rows.append(ShelfRow(root["slug"], None, position, root["name"]))
        for place, child in enumerate(root["children"]):
            rows.append(ShelfRow(child["slug"], root["slug"], place, child["name"]))
    return tuple(rows)


@cache
def sellers() -> tuple[SellerRow, ...]:
    """Return the sellers with their products, by name of their file; other languages' words are in ``data/words``."""
    found = sorted((_data() / "sellers").iterdir(), key=lambda file: file.name)
    return tuple(_seller(file) for file in found if file.name.endswith(".toml"))


@cache
def resales() -> tuple[ResaleRow, ...]:
    """Return the offers that sellers make on each other's products."""
    return tuple(
        ResaleRow(
            row["seller"],
            row["product"],
            row.get("handling", 2),
            tuple((name, price, stock) for name, price, stock in row["variants"]),
        )
        for row in _read(_data() / "resale.toml")["offers"]
    )


@cache
def people() -> tuple[PersonRow, ...]:
    """Return the hub's operator, the buyers and the packers; owners come with their sellers."""
    tables = _read(_data() / "people.toml")
    return tuple(
        PersonRow(
            name=row["name"],
            email=row["email"],
            country=row["country"],
            language=row["language"],
            about=row["about"],
            role=role,
            business=row.get("business", ""),
            address=row.get("address"),
        )
        for role in ("operator", "buyer", "packer")
        for row in tables[role]
    )


@cache
def _words() -> dict[str, dict[str, Any]]:
    """Language -> ``story`` (seller's slug -> text) and ``goods`` (product's slug -> title and text)."""
    found = (_data() / "words").iterdir()
    return {file.name.removesuffix(".toml"): _read(file) for file in sorted(found, key=lambda file: file.name)}


def _seller(file: Traversable) -> SellerRow:
    table = _read(file)
    try:
        owner = PersonRow(
            name=table["owner"]["name"],
            email=table["owner"]["email"],
            country=table["country"],
            language=table["language"] if table["language"] in INTERFACE_LANGUAGES else "en",
            about=f"Owns {table['name']}",
            role="owner",
            business=table["slug"],
        )
        return SellerRow(
            slug=table["slug"],
            name=table["name"],
            legal_name=table["legal_name"],
            country=table["country"],
            currency=table["currency"],
            language=table["language"],
            kind=table["kind"],
            founded=table["founded"],
            address=table["address"],
            owner=owner,
            stories=_others("story", table["slug"]) | table["story"],
            colours=tuple(table["colours"]),
            mark=table["mark"],
            prefix=table["prefix"],
            products=tuple(_product(table, number, row) for number, row in enumerate(table["products"], start=1)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadContent(f"{file.name}: {error!r}") from error


def _others(what: str, slug: str) -> dict[str, Any]:
    return {language: words[what][slug] for language, words in _words().items() if slug in words[what]}


def _product(seller: Mapping[str, Any], number: int, row: Mapping[str, Any]) -> ProductRow:
    draw, others = row["draw"], _others("goods", row["slug"])
    return ProductRow(
        slug=row["slug"],
        category=row["category"],
        hs_code=row["hs"],
        origin=row.get("origin", seller["country"]),
        materials=tuple(row["materials"]),
        titles={language: said[0] for language, said in others.items()} | row["title"],
        texts={language: said[1] for language, said in others.items()} | row["text"],
        draw=DrawRow(**{**draw, "colours": tuple(draw["colours"])}),
        variants=tuple(
            VariantRow(
                name, price, weight, (size[0], size[1], size[2]), stock, f"{seller['prefix']}-{number:02}-{place}"
            )
            for place, (name, price, weight, size, stock) in enumerate(row["variants"], start=1)
        ),
        tiers=tuple((quantity, off) for quantity, off in row.get("tiers", [])),
        quantity_min=row.get("min", 1),
        pack_multiple=row.get("pack", 1),
        handling_days=row.get("handling", 2),
    )
