"""A table that no other shop wrote: its seller says which column is which, and it becomes one of Shopify. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from karum.catalogue.domain.product_files import Broken, BrokenFile, named_rows, read_rows
from karum.catalogue.domain.shopify import write
from karum.money.typed import plain_decimal
from karum.text.folding import fold, split

# Ours -> words by which such a column is often called; the seller sees what was guessed.
WORDS: Mapping[str, str] = {
    "title": (
        "title name product article artikel item titel bezeichnung nom titre nombre titulo nome judul nama "
        "название 名称 标题 jina اسم शीर्षक"
    ),
    "price": "price preis prix precio preco harga цена 价格 bei سعر मूल्य",
    "quantity": (
        "quantity stock qty bestand lager menge quantite cantidad existencias quantidade estoque stok "
        "количество 库存 idadi كمية"
    ),
    "sku": "sku code reference artikelnummer ref codigo referencia kode артикул 货号",
    "grams": "weight grams gewicht poids peso berat вес 重量 uzito وزن वजन",
    "body": "description beschreibung descripcion descricao deskripsi описание 描述 maelezo وصف विवरण",
    "category": "category kategorie categorie categoria kategori категория 分类 فئة श्रेणी",
    "option1_value": "variant option size colour color farbe variante taille talla tamanho ukuran вариант 规格",
    "image": "image images picture photo bild bilder foto imagen imagem gambar фото 图片 picha صورة",
    "hs_code": "hs hscode tariff zolltarifnummer ncm",
    "origin": "origin coo ursprung origine origen origem asal страна 原产地",
    "barcode": "barcode gtin ean upc isbn",
}  # fmt: skip
NEEDED = ("title", "price")
GRAMS: Mapping[str, Decimal] = {
    "g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.349523125"), "lb": Decimal("453.59237"),
}  # fmt: skip
_COLUMNS_MAX = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its place from 0, its name, and what its first row says."""

    place: int
    name: str
    example: str


def columns_of(content: bytes) -> list[Column]:
    """The columns that have a name. Raises BrokenFile."""
    table = read_rows(content)
    _, header = next(table, (1, []))
    _, first = next(table, (2, []))
    found = [
        Column(place, name.strip(), first[place].strip() if place < len(first) else "")
        for place, name in enumerate(header[:_COLUMNS_MAX])
        if name.strip()
    ]
    if len(found) < len(NEEDED):
        raise BrokenFile(Broken.NOT_CSV, 1)
    return found


def guessed(columns: Sequence[Column]) -> dict[str, int]:
    """Ours -> the first column whose name has one of its words; no column twice."""
    found: dict[str, int] = {}
    for ours, words in WORDS.items():
        known = set(fold(words).split())
        for column in columns:
            if column.place not in found.values() and known & set(split(column.name)):
                found[ours] = column.place
                break
    return found


def units_in(column: Column) -> list[str]:
    """The units of weight, of GRAMS, that the column's name says."""
    words = {word.removesuffix("s") for word in split(column.name)}
    return [unit for unit in GRAMS if unit in words]


def as_shopify(content: bytes, chosen: Mapping[str, int], unit: str) -> bytes:
    """The file as Shopify writes it. chosen: ours -> place; unit: of its weights, of GRAMS. Raises BrokenFile.

    Rows of one title are variants of one product where a column tells them apart, else products of their own.
    """
    table = read_rows(content)
    _, header = next(table, (1, []))
    rows: list[dict[str, str]] = []
    again: dict[str, int] = {}
    for row in named_rows(table, [str(place) for place in range(len(header))], []):
        cells = {ours: row.get(str(place)) for ours, place in chosen.items()}
        handle = cells.get("title", "").casefold()[:240]
        again[handle] = again.get(handle, 0) + 1
        if "option1_value" not in chosen and again[handle] > 1:
            handle = f"{handle}-{again[handle]}"
        cells |= {"handle": handle, "price": _number(cells["price"])}
        if cells.get("option1_value"):
            cells["option1_name"] = header[chosen["option1_value"]].strip()
        if "grams" in cells:
            cells["grams"] = _grams(cells["grams"], GRAMS[unit])
        rows.append(cells)
    names = {"handle", *chosen} | ({"option1_name"} if "option1_value" in chosen else set())
    return write(rows, names)


def _number(text: str) -> str:
    """``€ 12,50`` is ``12.50``; what is no number stays as it is, and the import says so."""
    bare = re.sub(r"^[^\d.,\-]+|[^\d]+$", "", text)
    return plain_decimal(bare) if bare else text


def _grams(text: str, unit: Decimal) -> str:
    number = _number(text)
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", number):
        return text
    grams = Decimal(number) * unit
    return str(max(1, round(grams))) if grams > 0 else "0"
