"""Which kinds of goods are on sale, and by whom: for those who watch the rules of trade."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from karum.runtime.sql import statement

_goods_on_sale = statement(Path(__file__).parent.parent / "sql", "goods_on_sale")


class GoodsOnSale(NamedTuple):
    """Goods of one HS code and origin that a seller offers now."""

    seller_id: int
    hs_code: str
    origin: str


def goods_on_sale(codes: Iterable[str]) -> list[GoodsOnSale]:
    """Return what is on sale under chapters, headings or subheadings (2, 4 or 6 digits), by seller."""
    wanted = sorted(set(codes))
    rows = _goods_on_sale(
        {
            "chapters": [code for code in wanted if len(code) == 2],
            "headings": [code for code in wanted if len(code) == 4],
            "subheadings": [code for code in wanted if len(code) == 6],
        }
    )
    return [GoodsOnSale(*row) for row in rows]
