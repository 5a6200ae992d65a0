"""The demo's pictures: drawn on other threads while the rest is written, then given to the catalogue as uploads."""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from karum.catalogue import queries as catalogue_read
from karum.catalogue import services as catalogue
from karum.seeds import content
from karum.seeds.content import ProductRow
from karum.seeds.drawing import draw, encoded


class Pictures:
    """Order the pictures that a seller's products lack, then ``finish``. Safe to repeat: what is there is not drawn."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="drawing")
        self._waiting: list[tuple[int, ProductRow, Future[bytes]]] = []
        self._rows = {product.slug: product for seller in content.sellers() for product in seller.products}

    def __enter__(self) -> "Pictures":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def order(self, seller_id: int) -> None:
        """Begin to draw what the seller's own products lack."""
        for product in catalogue_read.products_of_seller(seller_id, "en"):
            row = self._rows.get(product.slug)
            if row is not None and product.picture is None and all(row.slug != r.slug for _, r, _ in self._waiting):
                self._waiting.append((product.id, row, self._pool.submit(drawn, row)))

    def finish(self) -> int:
        """Give every picture to the catalogue; return how many there were."""
        for product_id, row, picture in self._waiting:
            catalogue.add_picture(product_id, picture.result(), alt=row.titles["en"])
        count = len(self._waiting)
        self._waiting.clear()
        return count


def drawn(row: ProductRow) -> bytes:
    """Return the product's picture as the bytes of a JPEG file; always the same ones."""
    look = row.draw
    return encoded(
        draw(look.kind, list(look.colours), pattern=look.pattern, form=look.form, mark=look.mark, seed=row.slug)
    )
