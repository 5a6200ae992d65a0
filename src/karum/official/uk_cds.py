"""The UK tariff as HMRC's Customs Declaration Service hands it out: whole once a year, changes every day.

Shape: a zip named .gzip; ``TariffHistoryResponse/TariffHistoryItem/find…Response/<Entity>``, each entity with what
belongs to it nested, and ``metainfo/opType`` C, U or D. An update states the entity anew: what it leaves out is gone.
Source: HMRC, tariff extracts of the secure data exchange service; names as in trade-tariff-backend (MIT).
"""

from collections.abc import Iterable, Iterator
from datetime import date

from lxml import etree

from karum.official.duty_parts import Part, compose
from karum.official.fields import Unusable, amount, broken, day, digits, plain, span, words
from karum.official.records import AreaMember, Broken, GoodsCode, Measure, Span, Step
from karum.official.source import Source
from karum.official.taric import MEURSING, condition, depth
from karum.official.xml import elements_at, first_name, local, shown, text

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
    for number, entity in enumerate(elements_at(source, LEVEL), 1):
        name = local(entity)
        parent = entity.getparent()
        if parent is None or not local(parent).startswith("find"):
            continue  # ResultsInfo: how many records, which days
        place = f"record {number}, {name} {text(entity, 'sid') or text(entity, 'hjid')}"
        areas.learn(entity)
        if name in SKIPPED:
            continue
        try:
            if name not in _PARTS:
                raise Unusable(f"The element {name} is not known.")
            yield from _unknown(entity, name, place)
            if name == "GeographicalArea":
                areas.take(entity, place)
            else:
                yield from _measure(entity, place) if name == "Measure" else _goods(entity, place)
        except Unusable as error:
            yield broken(place, error, shown(entity))
    yield from areas.members()


def _unknown(entity: etree._Element, name: str, place: str) -> Iterator[Broken]:
    for part in entity:
        if local(part) not in _PARTS[name]:
            yield broken(place, f"The element {local(part)} in {name} is not known and was not read.", shown(part))


def _goods(entity: etree._Element, place: str) -> Iterator[Row]:
    code = digits(text(entity, "goodsNomenclatureItemId"), 10)
    suffix, step = text(entity, "produclineSuffix"), _step(entity)
    if not suffix:
        raise Unusable("The line has no product line suffix.")
    if step == "delete":
        yield GoodsCode(code, 0, "", place, suffix=suffix, key=_sid(entity), step=step)
        return
    indents = _newest(_standing(entity, "goodsNomenclatureIndents"))
    if indents is None:
        raise Unusable("The line states no indent.")
    period = _newest(_standing(entity, "goodsNomenclatureDescriptionPeriod"))
    said = text(period, "goodsNomenclatureDescription/description") if period is not None else ""
    indent = depth(code, int(digits(text(indents, "numberIndents"), 1, 2)))
    yield GoodsCode(code, indent, plain(said), place, suffix=suffix, valid=_valid(entity), key=_sid(entity))


def _measure(entity: etree._Element, place: str) -> Iterator[Row]:
    type_ = text(entity, "measureType/measureTypeId")
    goods = text(entity, "goodsNomenclature/goodsNomenclatureItemId")
    additional = text(entity, "additionalCode/additionalCodeType/additionalCodeTypeId")
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
        area=text(entity, "geographicalArea/geographicalAreaId"),
        excluded=tuple(
            text(part, "geographicalArea/geographicalAreaId")
            for part in _standing(entity, "measureExcludedGeographicalArea")
        ),
        duty=compose(map(_part, _standing(entity, "measureComponent"))),
        additional_code=additional + text(entity, "additionalCode/additionalCodeCode"),
        order_number=text(entity, "ordernumber"),
        regulation=text(entity, "measureGeneratingRegulationId"),
        conditions=tuple(map(_condition, _standing(entity, "measureCondition"))) + _stopped(entity),
        footnotes=tuple(
            text(part, "footnote/footnoteType/footnoteTypeId") + text(part, "footnote/footnoteId")
            for part in _standing(entity, "footnoteAssociationMeasure")
        ),
        valid=_valid(entity),
    )


def _part(element: etree._Element) -> Part:
    expression = text(element, "dutyExpression/dutyExpressionId")
    if not expression:
        raise Unusable("A component has no duty expression.")
    return Part(
        expression,
        amount(text(element, "dutyAmount")),
        text(element, "monetaryUnit/monetaryUnitCode"),
        text(element, "measurementUnit/measurementUnitCode"),
        text(element, "measurementUnitQualifier/measurementUnitQualifierCode"),
    )


def _condition(element: etree._Element) -> str:
    limit = Part(
        "01",
        amount(text(element, "conditionDutyAmount")),
        text(element, "monetaryUnit/monetaryUnitCode"),
        text(element, "measurementUnit/measurementUnitCode"),
        text(element, "measurementUnitQualifier/measurementUnitQualifierCode"),
    )
    return condition(
        text(element, "measureConditionCode/conditionCode"),
        text(element, "certificate/certificateType/certificateTypeCode") + text(element, "certificate/certificateCode"),
        limit,
        text(element, "measureAction/actionCode"),
        compose(map(_part, _standing(element, "measureConditionComponent"))),
    )


def _stopped(entity: etree._Element) -> tuple[str, ...]:
    return ("stopped",) if text(entity, "stoppedFlag") in ("1", "true") else ()


class _Areas:
    """Memberships name the member by HMRC's inner number (hjid), so they wait until all areas of the file are known."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._waiting: list[tuple[str, str, str, str, Span, Step]] = []

    def learn(self, entity: etree._Element) -> None:
        """Remember which area has which hjid, wherever the entity names one."""
        for area in entity.iter("{*}GeographicalArea", "{*}geographicalArea"):
            if (hjid := text(area, "hjid")) and (id_ := text(area, "geographicalAreaId")):
                self._ids[hjid] = id_

    def take(self, entity: etree._Element, place: str) -> None:
        """Keep the members that the area names."""
        area = words(text(entity, "geographicalAreaId"))
        if not area:
            raise Unusable("The area has no id.")
        for part in entity.iterfind("{*}geographicalAreaMembership"):
            step: Step = "delete" if _step(entity) == "delete" else _step(part)
            member = text(part, "geographicalAreaGroupSid")
            self._waiting.append((area, member, text(part, "hjid"), place, _valid(part), step))

    def members(self) -> Iterator[AreaMember | Broken]:
        for area, hjid, key, place, valid, step in self._waiting:
            member = self._ids.get(hjid, "")
            if member or step == "delete":
                yield AreaMember(area, member, place, valid, key=key, step=step)
            else:
                reason = f"The member of {area} has the inner number {hjid}, which no area in this file has."
                yield broken(place, reason, key)


def _standing(entity: etree._Element, name: str) -> list[etree._Element]:
    """The parts of this name, without those that are marked as deleted."""
    return [part for part in entity.iterfind(f"{{*}}{name}") if _step(part) != "delete"]


def _newest(parts: Iterable[etree._Element]) -> etree._Element | None:
    dated = [(day(text(part, "validityStartDate")) or date.min, n, part) for n, part in enumerate(parts)]
    return max(dated)[2] if dated else None


def _step(entity: etree._Element) -> Step:
    return "delete" if text(entity, "metainfo/opType") == "D" else "put"


def _sid(entity: etree._Element) -> str:
    sid = text(entity, "sid")
    if not sid:
        raise Unusable("It has no sid.")
    return sid


def _valid(entity: etree._Element) -> Span:
    return span(day(text(entity, "validityStartDate")), day(text(entity, "validityEndDate")))
