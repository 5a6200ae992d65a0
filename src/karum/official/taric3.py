"""The EU's TARIC3 messages: one ``record`` a row of its database, put, changed or deleted.

Shape: ``envelope/transaction/app.message/transmission/record``, with ``record.code``, ``subrecord.code``,
``update.type`` (1 update, 2 delete, 3 insert) and one element that says what the record is. Namespaces vary.
A line of the nomenclature comes as four records and a measure as up to six, in any order and far apart: they are
brought together in a file on disk, so that memory stays flat.
Source: DG TAXUD, TARIC3 message schema 5.10.
"""

from collections.abc import Callable, Iterator

from lxml import etree

from karum.official.duty_parts import Part, compose
from karum.official.fields import Unusable, amount, broken, day, digits, plain, span
from karum.official.records import AreaMember, Broken, Component, GoodsCode, Measure, Span, Step
from karum.official.shelf import Kept, Shelf
from karum.official.source import Source
from karum.official.taric import MEURSING, condition, depth
from karum.official.xml import elements, first_name, local, shown, text

KIND = "taric3"
SYSTEM = "EU"
WHOLE = False

Row = GoodsCode | Measure | Component | AreaMember | Broken
Said = dict[str, str]

GOODS, MEASURE, CONDITION = "goods.nomenclature", "measure", "measure.condition"
_INDENT, _TEXT, _PERIOD = f"{GOODS}.indents", f"{GOODS}.description", f"{GOODS}.description.period"
_EXCLUDED, _FOOTNOTE = f"{MEASURE}.excluded.geographical.area", f"footnote.association.{MEASURE}"
_LIMIT_DUTY = f"{CONDITION}.component"

# Records that wait for others: kind -> whose they are, and what tells them apart there.
_SHELVED: dict[str, tuple[str, tuple[str, ...]]] = {
    GOODS: (GOODS, ()),
    _INDENT: (GOODS, ("goods.nomenclature.indent.sid",)),
    _PERIOD: (GOODS, ("goods.nomenclature.description.period.sid",)),
    _TEXT: (GOODS, ("goods.nomenclature.description.period.sid",)),
    MEASURE: (MEASURE, ()),
    CONDITION: (MEASURE, ("measure.condition.sid",)),
    _EXCLUDED: (MEASURE, ("excluded.geographical.area",)),
    _FOOTNOTE: (MEASURE, ("footnote.type.id", "footnote.id")),
    _LIMIT_DUTY: (CONDITION, ("duty.expression.id",)),
}
LANGUAGE = "EN"

# Records that say nothing of goods, duties or who they are for: texts, code lists, regulations, quota balances.
SKIPPED = frozenset(
    {
        "additional.code", "additional.code.description", "additional.code.description.period", "additional.code.type",
        "additional.code.type.description", "additional.code.type.measure.type", "base.regulation", "ceiling",
        "certificate", "certificate.description", "certificate.description.period", "certificate.type",
        "certificate.type.description", "complete.abrogation.regulation", "duty.expression",
        "duty.expression.description", "explicit.abrogation.regulation", "export.refund.nomenclature",
        "export.refund.nomenclature.description", "export.refund.nomenclature.description.period",
        "export.refund.nomenclature.indents", "footnote", "footnote.association.additional.code",
        "footnote.association.ern", "footnote.association.goods.nomenclature", "footnote.association.meursing.heading",
        "footnote.description", "footnote.description.period", "footnote.type", "footnote.type.description",
        "fts.regulation.action", "full.temporary.stop.regulation", "geographical.area.description",
        "geographical.area.description.period", "goods.nomenclature.group", "goods.nomenclature.group.description",
        "goods.nomenclature.origin", "goods.nomenclature.successor", "language", "language.description",
        "measure.action", "measure.action.description", "measure.condition.code", "measure.condition.code.description",
        "measure.partial.temporary.stop", "measure.type", "measure.type.description", "measure.type.series",
        "measure.type.series.description", "measurement", "measurement.unit", "measurement.unit.description",
        "measurement.unit.qualifier", "measurement.unit.qualifier.description", "meursing.additional.code",
        "meursing.heading", "meursing.heading.text", "meursing.subheading", "meursing.table.cell.component",
        "meursing.table.plan", "modification.regulation", "monetary.exchange.period", "monetary.exchange.rate",
        "monetary.unit", "monetary.unit.description", "nomenclature.group.membership", "prorogation.regulation",
        "prorogation.regulation.action", "publication.sigle", "quota.association", "quota.balance.event",
        "quota.blocking.period", "quota.closed.and.transferred.event", "quota.critical.event", "quota.definition",
        "quota.exhaustion.event", "quota.extended.information", "quota.order.number", "quota.order.number.origin",
        "quota.order.number.origin.exclusions", "quota.reopening.event", "quota.suspension.period",
        "quota.unblocking.event", "quota.unsuspension.event", "regulation.group", "regulation.group.description",
        "regulation.replacement", "regulation.role.type", "regulation.role.type.description", "transmission.comment",
    }
)  # fmt: skip
_FRAME = frozenset({"transaction.id", "record.code", "subrecord.code", "record.sequence.number", "update.type"})


def recognise(source: Source) -> bool:
    head = source.head
    return first_name(source) in ("envelope", "transmission") and b"record.code>" in head and b"update.type>" in head


def read(source: Source) -> Iterator[Row]:
    """Goods, measures, their components, members of areas. Raises BadFile for XML that breaks off."""
    areas = _Areas()
    with Shelf() as shelf:
        for number, record in enumerate(elements(source, "record"), 1):
            place = f"record {number}"
            try:
                yield from _take(record, place, shelf, areas)
            except Unusable as error:
                yield broken(place, error, shown(record))
        yield from areas.members()
        for sid, kept in shelf.things(GOODS):
            yield from _brought_together(_goods, sid, kept, shelf)
        for sid, kept in shelf.things(MEASURE):
            yield from _brought_together(_measure, sid, kept, shelf)
        for sid, kept in shelf.unclaimed(CONDITION):
            yield from _alone(sid, kept)


def _take(record: etree._Element, place: str, shelf: Shelf, areas: "_Areas") -> Iterator[Row]:
    """Give what the record says by itself; shelve what needs others."""
    content = [part for part in record if local(part) not in _FRAME]
    if len(content) != 1:
        raise Unusable(f"The record holds {len(content)} elements where one is expected.")
    kind = local(content[0])
    if kind in SKIPPED:
        return
    said = {local(field): (field.text or "").strip() for field in content[0]}
    step = _step(record)
    areas.learn(said)
    if kind in _SHELVED:
        if kind == _TEXT and said.get("language.id") != LANGUAGE:
            return
        owner, keys = _SHELVED[kind]
        key = "/".join(_needed(said, name) for name in keys)
        shelf.put(owner, _needed(said, f"{owner}.sid"), kind, key, Kept(kind, step, place, said))
    elif kind == "measure.component":
        yield _component(said, step, place)
    elif kind == "geographical.area.membership":
        areas.take(said, step, place)
    elif kind != "geographical.area":
        raise Unusable(f"The record {kind} is not known.")


def _brought_together(make: "Make", sid: str, kept: list[Kept], shelf: Shelf) -> Iterator[Row]:
    """The one row that all records about ``sid`` make; without the main one, each of them is Broken."""
    main = next((record for record in kept if record.kind in (GOODS, MEASURE)), None)
    if main is None:
        yield from _alone(sid, kept)
        return
    standing = [record for record in kept if record.step == "put"]
    try:
        made = make(sid, main, standing, shelf)
    except Unusable as error:
        yield broken(main.place, error, f"{main.kind} {main.said}")
    else:
        if made:
            yield made


def _alone(sid: str, kept: list[Kept]) -> Iterator[Broken]:
    for record in kept:
        reason = f"It is about number {sid}, which this file does not state: only together can they be used."
        yield broken(record.place, reason, f"{record.kind} {record.said}")


def _goods(sid: str, main: Kept, kept: list[Kept], shelf: Shelf) -> GoodsCode:
    code = digits(_needed(main.said, "goods.nomenclature.item.id"), 10)
    suffix = _needed(main.said, "producline.suffix")
    if main.step == "delete":
        return GoodsCode(code, 0, "", main.place, suffix=suffix, key=sid, step="delete")
    indents = [record.said for record in kept if record.kind == _INDENT]
    if not indents:
        raise Unusable(f"The line {code} states no indent.")
    indent = max(indents, key=lambda said: said.get("validity.start.date", ""))
    starts = {
        record.said["goods.nomenclature.description.period.sid"]: record.said.get("validity.start.date", "")
        for record in kept
        if record.kind == _PERIOD
    }
    texts = [record.said for record in kept if record.kind == _TEXT]
    newest = max(texts, key=lambda said: starts.get(said["goods.nomenclature.description.period.sid"], ""), default={})
    level = depth(code, int(digits(_needed(indent, "number.indents"), 1, 2)))
    return GoodsCode(
        code, level, plain(newest.get("description")), main.place, suffix=suffix, valid=_valid(main.said), key=sid
    )


def _measure(sid: str, main: Kept, kept: list[Kept], shelf: Shelf) -> Measure | None:
    said = main.said
    goods, additional = said.get("goods.nomenclature.item.id", ""), said.get("additional.code.type", "")
    if not goods and additional == MEURSING:
        return None  # what a recipe's milk, sugar and starch cost; the engine says that it does not know it
    code, type_ = digits(goods, 10), _needed(said, "measure.type")
    if main.step == "delete":
        return Measure(sid, type_, code, main.place, step="delete")
    conditions = sorted(
        (record.said for record in kept if record.kind == CONDITION),
        key=lambda limit: (limit.get("condition.code", ""), limit.get("component.sequence.number", "").zfill(3)),
    )
    return Measure(
        sid,
        type_,
        code,
        main.place,
        area=said.get("geographical.area", ""),
        excluded=tuple(record.said["excluded.geographical.area"] for record in kept if record.kind == _EXCLUDED),
        additional_code=additional + said.get("additional.code", ""),
        order_number=said.get("ordernumber", ""),
        regulation=said.get("measure.generating.regulation.id", ""),
        conditions=(
            *(_condition(limit, shelf) for limit in conditions),
            *(["stopped"] if said.get("stopped.flag") == "1" else []),
        ),
        footnotes=tuple(
            record.said["footnote.type.id"] + record.said["footnote.id"] for record in kept if record.kind == _FOOTNOTE
        ),
        valid=_valid(said),
    )


Make = Callable[[str, Kept, list[Kept], Shelf], GoodsCode | Measure | None]


def _condition(said: Said, shelf: Shelf) -> str:
    duties = shelf.of(CONDITION, said["measure.condition.sid"])
    limit = Part(
        "01",
        amount(said.get("condition.duty.amount", "")),
        said.get("condition.monetary.unit.code", ""),
        said.get("condition.measurement.unit.code", ""),
        said.get("condition.measurement.unit.qualifier.code", ""),
    )
    return condition(
        said.get("condition.code", ""),
        said.get("certificate.type.code", "") + said.get("certificate.code", ""),
        limit,
        said.get("action.code", ""),
        compose(_part(record.said) for record in duties if record.step == "put"),
    )


def _part(said: Said) -> Part:
    return Part(
        _needed(said, "duty.expression.id"),
        amount(said.get("duty.amount", "")),
        said.get("monetary.unit.code", ""),
        said.get("measurement.unit.code", ""),
        said.get("measurement.unit.qualifier.code", ""),
    )


def _component(said: Said, step: Step, place: str) -> Component:
    part = _part(said)
    return Component(
        _needed(said, "measure.sid"),
        part.expression,
        place,
        amount=part.amount,
        currency=part.currency,
        unit=part.unit,
        qualifier=part.qualifier,
        step=step,
    )


class _Areas:
    """Memberships name areas by TARIC's inner numbers (sid), so they wait until all areas of the file are known."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}  # some hundreds
        self._waiting: list[tuple[str, str, str, Span, Step]] = []

    def learn(self, said: Said) -> None:
        """Remember which area has which sid, wherever a record names both."""
        names = ("geographical.area.id", "geographical.area", "excluded.geographical.area")
        id_ = next((said[name] for name in names if said.get(name)), "")
        if id_ and (sid := said.get("geographical.area.sid")):
            self._ids[sid] = id_

    def take(self, said: Said, step: Step, place: str) -> None:
        group, member = _needed(said, "geographical.area.group.sid"), _needed(said, "geographical.area.sid")
        self._waiting.append((group, member, place, _valid(said), step))

    def members(self) -> Iterator[AreaMember | Broken]:
        for group, member, place, valid, step in self._waiting:
            if group in self._ids and member in self._ids:
                key = f"{group}/{member}/{valid.start}"
                yield AreaMember(self._ids[group], self._ids[member], place, valid, key=key, step=step)
            else:
                missing = group if group not in self._ids else member
                yield broken(place, f"The area with the number {missing} is not in this file.", f"{group} {member}")


def _step(record: etree._Element) -> Step:
    update = text(record, "update.type")
    if update not in ("1", "2", "3"):
        raise Unusable(f"The update type {update[:10]!r} is none of 1, 2, 3.")
    return "delete" if update == "2" else "put"


def _needed(said: Said, name: str) -> str:
    if not said.get(name):
        raise Unusable(f"The record has no {name}.")
    return said[name]


def _valid(said: Said) -> Span:
    return span(day(said.get("validity.start.date", "")), day(said.get("validity.end.date", "")))
