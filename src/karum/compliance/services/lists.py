"""Load an authority's list: the whole list is compared with what was known; what changed is closed and stated anew."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from karum.compliance.domain.names import index_keys, index_words, name_of
from karum.compliance.events import ListChanged
from karum.compliance.models import IndexWord, ListedName, ListedParty, ListFile
from karum.official.loaded import Loaded
from karum.official.records import Broken
from karum.official.sanctions import Listed, ListReader
from karum.official.source import BadFile, Source
from karum.runtime.events import publish
from karum.runtime.sql import statement

Say = Callable[[str], None]
BATCH = 1000
_LOCK = 7_202_603  # an advisory lock: two loads take turns
_count_words = statement(Path(__file__).parent.parent / "sql", "count_words")


def load(source: Source, reader: ListReader, *, now: datetime, say: Say) -> Loaded:
    """Load ``source``, which states the reader's whole list, and return what came of it.

    In one transaction; the file that is in force already is not loaded again. A broken row is reported, and what was
    known of its entry stays in force: nobody leaves a list by a slip in a file. Raises BadFile, and nothing is
    changed, when the file as a whole cannot be used.
    """
    begun = time.monotonic()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        newest = ListFile.objects.filter(kind=reader.KIND).order_by("-id").first()
        if newest is not None and newest.sha256 == source.sha256:
            return Loaded(reader.KIND, 0, 0, 0, 0, (), time.monotonic() - begun, already=True)
        return _Loading(source, reader, now, say).run(begun)


class _Loading:
    """One list on its way through."""

    def __init__(self, source: Source, reader: ListReader, now: datetime, say: Say) -> None:
        self._source, self._reader, self._now, self._say = source, reader, now, say
        self._broken: list[Broken] = []
        self._seen: set[str] = set()

    def run(self, begun: float) -> Loaded:
        file = ListFile.objects.create(
            kind=self._reader.KIND,
            name=self._source.name[:200],
            sha256=self._source.sha256,
            loaded_at=self._now,
            rows=0,
        )
        current = {
            key: (party_id, bytes(digest))
            for key, party_id, digest in ListedParty.objects.filter(
                list_kind=self._reader.KIND, closed_at=None
            ).values_list("key", "id", "digest")
        }
        added = changed = 0
        for batch in _batches(self._good(), BATCH):
            new = [(one, _digest(one)) for one in batch]
            new = [(one, digest) for one, digest in new if current.get(one.key, (0, b""))[1] != digest]
            old = [current[one.key][0] for one, _ in new if one.key in current]
            self._close(old, file)
            self._add(new, file)
            added, changed = added + len(new), changed + len(old)
            self._say(f"{self._reader.KIND}: {len(self._seen):,} entries")
        if not self._seen:
            raise BadFile(f"{self._source.name} lists nobody. No authority's list is empty; it was not loaded.")
        gone = [key for key in current.keys() - self._seen if not any(key in row.text for row in self._broken)]
        self._close([current[key][0] for key in gone], file)
        closed = changed + len(gone)
        if added or closed:
            index_again()
            publish(ListChanged(file.id))
        file.rows, file.added, file.closed = len(self._seen), added, closed
        file.broken = [[row.place, row.reason, row.text] for row in self._broken]
        file.save()
        unchanged = len(self._seen) - added
        return Loaded(
            self._reader.KIND,
            len(self._seen),
            added,
            closed,
            unchanged,
            tuple(self._broken),
            time.monotonic() - begun,
        )

    def _good(self) -> Iterator[Listed]:
        for row in self._reader.read(self._source):
            if isinstance(row, Broken):
                self._broken.append(row)
            elif row.key in self._seen:
                self._broken.append(
                    Broken(row.place, f"The entry {row.key} stands in the file twice.", row.names[0].text)
                )
            else:
                self._seen.add(row.key)
                yield row

    def _close(self, ids: list[int], file: ListFile) -> None:
        ListedName.objects.filter(party_id__in=ids).delete()
        ListedParty.objects.filter(id__in=ids).update(closed_at=self._now, closed_by=file)

    def _add(self, new: list[tuple[Listed, bytes]], file: ListFile) -> None:
        rows = ListedParty.objects.bulk_create(
            ListedParty(
                list_kind=one.list,
                key=one.key,
                kind=one.kind,
                names=[[name.text, name.strong] for name in one.names],
                countries=list(one.countries),
                births=[[_iso(span.start), _iso(span.end)] for span in one.births],
                programmes=list(one.programmes),
                remarks=one.remarks,
                digest=digest,
                file=file,
                place=one.place,
                recorded_at=self._now,
            )
            for one, digest in new
        )
        ListedName.objects.bulk_create(
            (
                ListedName(party=row, text=name.text, strong=name.strong, words=index_words(name_of(name.text)))
                for row, (one, _) in zip(rows, new, strict=True)
                for name in one.names
            ),
            batch_size=BATCH * 5,
        )


def index_again() -> None:
    """Bring the index of words up to date with the names in force."""
    IndexWord.objects.bulk_create(
        (
            IndexWord(word=word, keys=index_keys(word) if word else [], on_names=count)
            for word, count in _count_words({})
        ),
        batch_size=BATCH * 5,
    )
    with connection.cursor() as cursor:  # what was written waits beside the indexes: put it in, so that asking is fast
        for index in ("listed_name_words", "index_word_keys"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        for table in (ListedName, IndexWord):
            cursor.execute(f"ANALYZE {table._meta.db_table}")


def _digest(one: Listed) -> bytes:
    """What the entry says, wherever in the file it stands."""
    said = [
        one.kind,
        [[name.text, name.strong] for name in one.names],
        one.countries,
        [[_iso(span.start), _iso(span.end)] for span in one.births],
        one.programmes,
        one.remarks,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _batches(rows: Iterable[Listed], size: int) -> Iterator[list[Listed]]:
    it = iter(rows)
    while batch := list(islice(it, size)):
        yield batch
