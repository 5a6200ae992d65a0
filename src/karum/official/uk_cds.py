"""The UK tariff as HMRC's Customs Declaration Service hands it out: whole once a year, changes every day.

Shape: a zip named .gzip; ``TariffHistoryResponse/TariffHistoryItem/find…Response/<Entity>``, each entity with what
belongs to it nested, and ``metainfo/opType`` C, U or D. An update states the entity anew: what it leaves out is gone.
Source: HMRC, tariff extracts of the secure data exchange service; names as in trade-tariff-backend (MIT).
"""

from collections.abc import Iterable, Iterator
from datetime import date

from karum.official.duty_parts import Part, compose
from karum.official.fields import Unusable, amount, broken, day, digits, plain, span, words
from karum.official.records import AreaMember, Broken, GoodsCode, Measure, Span, Step
from karum.official.source import Source
from karum.official.taric import MEURSING, condition, depth
from karum.official.xml import Node, elements_at, first_name, local, shown

KIND = "uk-cds"
SYSTEM = "GB"
WHOLE = False

Row = GoodsCode | Measure | AreaMember | Broken
LEVEL = 3  # of an entity below the first element

# Entities that say nothing of goods, duties or who they are for: texts, code lists, regulations, quota balances.
SKIPPED = frozenset(
    {
        "AdditionalCode", "AdditionalCodeType", "BaseRegulation", "Certificate", "CertificateType",
        "CompleteAbrogationRegulation", "DutyExpression", "ExplicitAbrogationRegulation", "ExportRefundNomenclature",
        "Footnote", "FootnoteType", "FtsRegulationAction", "FullTemporaryStopRegulation", "GoodsNomenclatureGroup",
        "Language", "MeasureAction", "MeasureConditionCode", "MeasureType", "MeasureTypeSeries", "Measurement",
        "MeasurementUnit", "MeasurementUnitQualifier", "MeursingAdditionalCode", "MeursingHeading",
        "MeursingSubheading", "MeursingTablePlan", "ModificationRegulation", "MonetaryExchangePeriod", "MonetaryUnit",
        "ProrogationRegulation", "PublicationSigle", "QuotaAssociation", "QuotaBalanceEvent", "QuotaBlockingPeriod",
        "QuotaClosedAndTransferredEvent", "QuotaCriticalEvent", "QuotaDefinition", "QuotaExhaustionEvent",
        "QuotaOrderNumber", "QuotaReopeningEvent", "QuotaSuspensionPeriod", "QuotaUnblockingEvent",
        "QuotaUnsuspensionEvent", "RegulationGroup", "RegulationReplacement", "RegulationRoleType",
    }
)  # fmt: skip
_COMMON = {"hjid", "metainfo", "sid", "validityStartDate", "validityEndDate"}
_PARTS = {
    "Measure": _COMMON | {
        "additionalCode", "exportRefundNomenclature", "footnoteAssociationMeasure", "geographicalArea",
        "goodsNomenclature", "justificationRegulationId", "justificationRegulationRole", "measureComponent",
        "measureCondition", "measureExcludedGeographicalArea", "measureGeneratingRegulationId",
        "measureGeneratingRegulationRole", "measurePartialTemporaryStop", "measureType", "ordernumber",
        "reductionIndicator", "regulationRoleType", "stoppedFlag",
    },
    "GoodsNomenclature": _COMMON | {
        "footnoteAssociationGoodsNomenclature", "goodsNomenclatureDescriptionPeriod", "goodsNomenclatureIndents",
        "goodsNomenclatureItemId", "goodsNomenclatureOrigin", "goodsNomenclatureSuccessor",
        "nomenclatureGroupMembership", "produclineSuffix", "statisticalIndicator",
    },
    "GeographicalArea": _COMMON | {
        "geographicalAreaDescriptionPeriod", "geographicalAreaId", "geographicalAreaMembership", "geographicalCode",
        "parentGeographicalAreaGroupSid",
    },
}  # fmt: skip


def recognise(source: Source) -> bool:
    return first_name(source) == "TariffHistoryResponse"


def read(source: Source) -> Iterator[Row]:
    """Goods, measures, members of areas; an unknown name is Broken. Raises BadFile for XML that breaks off."""
    areas = _Areas()
    for number, element in enumerate(elements_at(source, LEVEL), 1):
        name = local(element)
        parent = element.getparent()
        if parent is None or not local(parent).startswith("find"):
            continue  # ResultsInfo: how many records, which days
        if name in SKIPPED:
            continue
        entity = Node(element)
        place = f"record {number}, {name} {entity.said('sid') or entity.said('hjid')}"
        areas.learn(entity)
        try:
            if name not in _PARTS:
                raise Unusable(f"The element {name} is not known.")
            for part in entity.parts.keys() - _PARTS[name]:
                yield broken(place, f"The element {part} in {name} is not known and was not read.", shown(element))
            if name == "GeographicalArea":
                areas.take(entity, place)
            else:
                yield from _measure(entity, place) if name == "Measure" else _goods(entity, place)
        except Unusable as error:
            yield broken(place, error, shown(element))
    yield from areas.members()


def _goods(entity: Node, place: str) -> Iterator[Row]:
    code = digits(entity.said("goodsNomenclatureItemId"), 10)
    suffix, step = entity.said("produclineSuffix"), _step(entity)
    if not suffix:
        raise Unusable("The line has no product line suffix.")
    if step == "delete":
        yield GoodsCode(code, 0, "", place, suffix=suffix, key=_sid(entity), step=step)
        return
    indents = _newest(_standing(entity, "goodsNomenclatureIndents"))
    if indents is None:
        raise Unusable("The line states no indent.")
    period = _newest(_standing(entity, "goodsNomenclatureDescriptionPeriod"))
    said = period.said("goodsNomenclatureDescription/description") if period is not None else ""
    indent = depth(code, int(digits(indents.said("numberIndents"), 1, 2)))
    yield GoodsCode(code, indent, plain(said), place, suffix=suffix, valid=_valid(entity), key=_sid(entity))


def _measure(entity: Node, place: str) -> Iterator[Row]:
    type_ = entity.said("measureType/measureTypeId")
    goods = entity.said("goodsNomenclature/goodsNomenclatureItemId")
    additional = entity.said("additionalCode/additionalCodeType/additionalCodeTypeId")
    if not goods and additional == MEURSING:
        return  # what a recipe's milk, sugar and starch cost; the engine says that it does not know it
    code = digits(goods, 10)
    if not type_:
        raise Unusable("The measure has no type.")
    step = _step(entity)
    if step == "delete":
        yield Measure(_sid(entity), type_, code, place, step=step)
        return
    yield Measure(
        _sid(entity),
        type_,
        code,
        place,
        area=entity.said("geographicalArea/geographicalAreaId"),
        excluded=tuple(
            part.said("geographicalArea/geographicalAreaId")
            for part in _standing(entity, "measureExcludedGeographicalArea")
        ),
        duty=compose(map(_part, _standing(entity, "measureComponent"))),
        additional_code=additional + entity.said("additionalCode/additionalCodeCode"),
        order_number=entity.said("ordernumber"),
        regulation=entity.said("measureGeneratingRegulationId"),
        conditions=tuple(map(_condition, _standing(entity, "measureCondition"))) + _stopped(entity),
        footnotes=tuple(
            part.said("footnote/footnoteType/footnoteTypeId") + part.said("footnote/footnoteId")
            for part in _standing(entity, "footnoteAssociationMeasure")
        ),
        valid=_valid(entity),
    )


def _part(element: Node) -> Part:
    expression = element.said("dutyExpression/dutyExpressionId")
    if not expression:
        raise Unusable("A component has no duty expression.")
    return Part(
        expression,
        amount(element.said("dutyAmount")),
        element.said("monetaryUnit/monetaryUnitCode"),
        element.said("measurementUnit/measurementUnitCode"),
        element.said("measurementUnitQualifier/measurementUnitQualifierCode"),
    )


def _condition(element: Node) -> str:
    limit = Part(
        "01",
        amount(element.said("conditionDutyAmount")),
        element.said("monetaryUnit/monetaryUnitCode"),
        element.said("measurementUnit/measurementUnitCode"),
        element.said("measurementUnitQualifier/measurementUnitQualifierCode"),
    )
    return condition(
        element.said("measureConditionCode/conditionCode"),
        element.said("certificate/certificateType/certificateTypeCode") + element.said("certificate/certificateCode"),
        limit,
        element.said("measureAction/actionCode"),
        compose(map(_part, _standing(element, "measureConditionComponent"))),
    )


def _stopped(entity: Node) -> tuple[str, ...]:
    return ("stopped",) if entity.said("stoppedFlag") in ("1", "true") else ()


class _Areas:
    """Memberships name the member by HMRC's inner number (hjid), so they wait until all areas of the file are known."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._waiting: list[tuple[str, str, str, str, Span, Step]] = []

    def learn(self, entity: Node) -> None:
        """Remember which area has which hjid, wherever the entity names one."""
        for node in entity.walk():
            if (id_ := node.said("geographicalAreaId")) and (hjid := node.said("hjid")):
                self._ids[hjid] = id_

    def take(self, entity: Node, place: str) -> None:
        """Keep the members that the area names."""
        area = words(entity.said("geographicalAreaId"))
        if not area:
            raise Unusable("The area has no id.")
        for part in entity.all("geographicalAreaMembership"):
            step: Step = "delete" if _step(entity) == "delete" else _step(part)
            member = part.said("geographicalAreaGroupSid")
            self._waiting.append((area, member, part.said("hjid"), place, _valid(part), step))

    def members(self) -> Iterator[AreaMember | Broken]:
        for area, hjid, key, place, valid, step in self._waiting:
            member = self._ids.get(hjid, "")
            if member or step == "delete":
                yield AreaMember(area, member, place, valid, key=key, step=step)
            else:
                reason = f"The member of {area} has the inner number {hjid}, which no area in this file has."
                yield broken(place, reason, key)


def _standing(entity: Node, name: str) -> list[Node]:
    """The parts of this name, without those that are marked as deleted."""
    return [part for part in entity.all(name) if _step(part) != "delete"]


def _newest(parts: Iterable[Node]) -> Node | None:
    dated = [(day(part.said("validityStartDate")) or date.min, n, part) for n, part in enumerate(parts)]
    return max(dated)[2] if dated else None


def _step(entity: Node) -> Step:
    return "delete" if entity.said("metainfo/opType") == "D" else "put"


def _sid(entity: Node) -> str:
    sid = entity.said("sid")
    if not sid:
        raise Unusable("It has no sid.")
    return sid


def _valid(entity: Node) -> Span:
    return span(day(entity.said("validityStartDate")), day(entity.said("validityEndDate")))
