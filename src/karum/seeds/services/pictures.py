"""The demo's pictures: drawn in other processes while the rest is written, then given to the catalogue."""

import signal
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType

from karum.catalogue import queries as catalogue_read
from karum.catalogue import services as catalogue
from karum.runtime.leash import signal_on_parent_death
from karum.seeds import content
from karum.seeds.content import ProductRow
from karum.seeds.drawing import draw, encoded

_PAINTERS = 1


class Pictures:
    """Order the pictures that a seller's products lack, then ``finish``. Safe to repeat: what is there is not drawn."""

    def __init__(self) -> None:
        # Drawing holds Python's lock, so threads would only slow the rest down. Forked, a painter has all it needs;
        # it never touches the database, and goes when seeding is killed.
        self._pool = ProcessPoolExecutor(
            _PAINTERS, mp_context=get_context("fork"), initializer=signal_on_parent_death(signal.SIGKILL)
        )
        self._waiting: dict[str, tuple[int, Future[catalogue.PictureFiles]]] = {}
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
            if row is not None and product.picture is None and row.slug not in self._waiting:
                self._waiting[row.slug] = (product.id, self._pool.submit(painted, row))

    def finish(self) -> int:
        """Give every picture to the catalogue; return how many there were."""
        count = len(self._waiting)
        for slug in list(self._waiting):
            self._keep(slug)
        return count

    def keep_ready(self) -> None:
        """Give those to the catalogue that are drawn by now."""
        for slug in [slug for slug, (_product_id, picture) in self._waiting.items() if picture.done()]:
            self._keep(slug)

    def _keep(self, slug: str) -> None:
        product_id, picture = self._waiting.pop(slug)
        catalogue.add_picture(product_id, picture.result(), alt=self._rows[slug].titles["en"])


def painted(row: ProductRow) -> catalogue.PictureFiles:
    """Draw the product's picture and write its files."""
    return catalogue.write_picture(drawn(row))


def drawn(row: ProductRow) -> bytes:
    """Return the product's picture as the bytes of a JPEG file; always the same ones."""
    look = row.draw
    return encoded(
        draw(look.kind, list(look.colours), pattern=look.pattern, form=look.form, mark=look.mark, seed=row.slug)
    )
