"""Read an answer back from the JSON that was frozen with an order, so that one template shows both.

Parameters of reasons come back as the text that was shown; everything else as it was.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from karum.money import Money, parse
from karum.rules.domain.answer import ChargeLine, LandedCost, Option, Screening, Totals
from karum.rules.domain.measures import Cite, Source, Validity
from karum.rules.domain.reasons import Reason
from karum.rules.domain.texts import TEXTS

Json = Mapping[str, Any]


def thaw(answer: Json) -> LandedCost:
    """Return the LandedCost whose ``to_json`` is ``answer``. Raises KeyError for JSON that is none."""
    currency = answer["currency"]
    return LandedCost(
        status=answer["status"],
        currency=currency,
        as_of=date.fromisoformat(answer["as_of"]),
        data_versions=answer["data_versions"],
        regime=answer["regime"],
        totals=_totals(answer["totals"], currency),
        lowest=_totals(answer["lowest"], currency) if answer.get("lowest") else None,
        highest=_totals(answer["highest"], currency) if answer.get("highest") else None,
        lines=tuple(_line(line) for line in answer["lines"]),
        not_applied=tuple(_line(line) for line in answer["not_applied"]),
        options=tuple(_option(option, currency) for option in answer["options"]),
        screenings=tuple(_screening(screening) for screening in answer["screenings"]),
        missing_facts=_reasons(answer["missing_facts"]),
        documents=_reasons(answer["documents"]),
        assumptions=_reasons(answer["assumptions"]),
    )


def _totals(totals: Json, currency: str) -> Totals:
    return Totals(**{name: _money(text, currency) for name, text in totals.items()})


def _line(line: Json) -> ChargeLine:
    currency = line["currency"]
    return ChargeLine(
        kind=line["kind"],
        code=line["code"],
        item_index=line["item_index"],
        base_formula=line["base_formula"],
        base=_money(line["base"], currency),
        rate=None if line["rate"] is None else Decimal(line["rate"]),
        amount=_money(line["amount"], currency),
        local_amount=_money(line["local_amount"], line["local_currency"]),
        currency=currency,
        rounding=line["rounding"],
        payer=line["payer"],
        collector=line["collector"],
        due=line["due"],
        cite=_cite(line),
        why_applied=_reason(line["why_applied"]),
        why_not=_reasons(line["why_not"]),
    )


def _option(option: Json, currency: str) -> Option:
    return Option(
        code=option["code"],
        item_index=option["item_index"],
        duty_text=option["duty_text"],
        duty=_money(option["duty"], currency),
        saving=_money(option["saving"], currency),
        chosen=option["chosen"],
        proof=option["proof"],
        cite=_cite(option),
        origin=option.get("origin", ""),
        rule_of_origin=option.get("rule_of_origin", ""),
    )


def _screening(screening: Json) -> Screening:
    return Screening(
        screening["status"],
        _reasons(screening["reasons"]),
        _reasons(screening["needs"]),
        tuple(
            Cite(Source(s["law"], s["file"], s["row"], s["url"]), Validity(None, None), s["confidence"])
            for s in screening["sources"]
        ),
    )


def _cite(line: Json) -> Cite:
    valid = Validity(_day(line["valid"]["from"]), _day(line["valid"]["to"]))
    return Cite(Source(**line["source"]), valid, line["confidence"], _day(line.get("checked")))


def _reasons(reasons: list[Json]) -> tuple[Reason, ...]:
    return tuple(_reason(reason) for reason in reasons)


def _reason(reason: Json) -> Reason:
    # A text that a later version no longer has is shown in the English in which it was frozen.
    text = TEXTS.get(reason["code"])
    if text is None:
        return Reason(reason["code"], reason["text"].replace("%", "%%"), {}, reason.get("item_index"))
    return Reason(reason["code"], text, reason["params"], reason.get("item_index"))


def _money(text: str | None, currency: str | None) -> Money | None:
    return None if text is None or currency is None else parse(text, currency)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
