"""Do the books still say what was written? Every flaw that is found is named with its place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from karum.ledger.models import Block
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_broken_chain = statement(_SQL, "broken_chain")
_broken_blocks = statement(_SQL, "broken_blocks")
_broken_holds = statement(_SQL, "broken_holds")
_recomputed = statement(_SQL, "recomputed")
_unbalanced_books = statement(_SQL, "unbalanced_books")
_places = statement(_SQL, "places")

_SUMS = ("debits pending", "debits posted", "credits pending", "credits posted")


@dataclass(frozen=True, slots=True)
class Head:
    """The last block: whoever keeps this elsewhere can later tell whether anything before it was changed."""

    number: int
    digest: str  # 64 hexadecimal digits

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """The reverse of ``str``. Raises ValueError."""
        number, _, digest = text.strip().partition(":")
        if not number.isascii() or not number.isdigit() or len(bytes.fromhex(digest)) != 32:
            raise ValueError(f"{text!r} is not NUMBER:DIGEST as 'karum ledger head' prints it")
        return cls(int(number), digest.lower())


@dataclass(frozen=True, slots=True)
class Audit:
    """What was looked at, and the flaws: sentences that name a place. ``empty`` places are of undone transfers."""

    transfers: int
    blocks: int
    empty: int
    unsealed: int
    unsealed_since: datetime | None
    flaws: list[str]


def head() -> Head | None:
    """The last block; None before the first."""
    block = Block.objects.order_by("-number").first()
    return None if block is None else Head(block.number, bytes(block.digest).hex())


def audit(kept: Head | None = None, say: Callable[[str], None] = lambda text: None) -> Audit:
    """Check chain, sums and balances, all of one moment. ``kept`` is a head that was printed earlier."""
    with _one_moment():
        say("the chain of blocks")
        flaws = _chain() + _kept(kept)
        say("the transfers in each block")
        flaws += _blocks(1)
        say("holds and their ends")
        flaws += [
            f"transfer {id_} of seller {seller} ends "
            + ("a hold that is not there" if gone else "another hold than it says")
            for seller, id_, gone in _broken_holds({})
        ]
        say("debits and credits")
        flaws += _sums()
        say("balances from nothing")
        flaws += _balances()
        transfers, last, blocks, unsealed, since = _places({})[0]
    return Audit(transfers, blocks, last - transfers, unsealed, since, flaws)


def quick_audit() -> Audit:
    """What costs little however long the books are: the chain itself, its last block, the sums of the accounts."""
    last = head()
    flaws = _chain() + _blocks(last.number if last else 1) + _sums()
    _, _, blocks, unsealed, since = _places({})[0]
    return Audit(0, blocks, 0, unsealed, since, flaws)


def _chain() -> list[str]:
    return [
        f"block {number} does not follow block {before}"
        + ("" if same else ": it does not carry the digest of the block before it")
        for number, before, same in _broken_chain({})
    ]


def _kept(kept: Head | None) -> list[str]:
    if kept is None:
        return []
    block = Block.objects.filter(number=kept.number).first()
    if block is None:
        return [f"block {kept.number}, whose digest was kept, is gone"]
    found = bytes(block.digest).hex()
    return (
        [] if found == kept.digest else [f"block {kept.number} now has the digest {found}, not the one that was kept"]
    )


def _blocks(first: int) -> list[str]:
    return [
        f"block {number} (transfers {begin} to {end} by place): "
        + ("a transfer was changed" if sealed == found else f"{sealed} transfers were sealed, {found} are there")
        for number, begin, end, sealed, found in _broken_blocks({"first": first})
    ]


def _sums() -> list[str]:
    return [
        f"books of seller {seller} in {currency}: debits exceed credits by {posted} posted and {pending} pending"
        for seller, currency, posted, pending in _unbalanced_books({})
    ]


def _balances() -> list[str]:
    flaws = []
    for seller, purpose, currency, *sums in _recomputed({}):
        differing = [
            f"{name} {kept}, from its transfers {found}"
            for name, kept, found in zip(_SUMS, sums[:4], sums[4:], strict=True)
            if kept != found
        ]
        flaws.append(f"account {seller}:{purpose}:{currency}: {'; '.join(differing)}")
    return flaws


@contextmanager
def _one_moment() -> Iterator[None]:
    """All statements see the same books, whatever is posted meanwhile; and may use every core."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(
            "SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL parallel_setup_cost = 0;"
            "SET LOCAL parallel_tuple_cost = 0; SET LOCAL work_mem = '64MB'"
        )
        yield
