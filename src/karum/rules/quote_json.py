"""The JSON forms of a request, as ``karum quote --json`` reads it, and of its answer. Amounts are decimal strings;
errors name the field.

Shape: docs/explanation/landed-cost.md. Numbers are accepted for rates and weights, but never for amounts of money.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from karum.money import BadAmount, BadCurrency, Money, parse
from karum.rules.domain.answer import LandedCost, Option
from karum.rules.domain.expressions import Duty, parse_duty
from karum.rules.domain.request import BadRequest, Item, QuoteRequest
from karum.rules.statements import statement

_FIELDS = frozenset(
    {"seller_country", "destination", "date", "channel", "incoterm", "currency", "items", "shipping", "insurance", "fx"}
    | {"region", "registrations", "mode"}
)
_ITEM_FIELDS = frozenset(
    {"hs_code", "origin", "quantity", "unit_price", "currency", "weight_kg", "duty_rate_override"}
    | {"proofs", "measures", "title", "sku"}
)
TEXT_MAX = 200
"""Characters of a text; only the words of a duty may be longer."""
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,18})?")


def read_request(text: str) -> QuoteRequest:
    """Return the request that a JSON text states. Raises BadRequest with the field and what is wrong with it."""
    try:
        body = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise BadRequest("$", f"is not JSON: {error}") from None
    except RecursionError:
        raise BadRequest("$", "is nested too deeply") from None
    except InvalidOperation:
        raise BadRequest("$", "holds a number that is too large") from None
    return request_of(body)


def request_of(body: object) -> QuoteRequest:
    """Return the request that a decoded JSON value states. Raises BadRequest."""
    root = _object(body, "$")
    _only(root, _FIELDS, "")
    currency = _text(root, "currency")
    raw_items = root.get("items")
    if not isinstance(raw_items, list):
        raise BadRequest("items", "must be a list of items" if "items" in root else "is missing")
    items = tuple(_item(raw, f"items[{index}]", currency) for index, raw in enumerate(raw_items))
    shipping = _money_object(root.get("shipping", {"amount": "0", "currency": currency}), "shipping")
    insurance = root.get("insurance")
    return QuoteRequest(
        seller_country=_text(root, "seller_country"),
        destination=_text(root, "destination"),
        day=_day(_text(root, "date")),
        channel=_text(root, "channel"),  # type: ignore[arg-type]  # QuoteRequest checks the choice
        incoterm=_text(root, "incoterm"),
        currency=currency,
        items=items,
        shipping=shipping,
        insurance=None if insurance is None else _money_object(insurance, "insurance"),
        fx=_fx(root.get("fx")),
        region=_text_or_none(root, "region", ""),
        registrations=_registrations(root.get("registrations")),
        mode=_text_or_none(root, "mode", ""),  # type: ignore[arg-type]  # QuoteRequest checks the choice
    )


def answer_json(answer: LandedCost) -> dict[str, object]:
    """Return the answer as plain JSON values; beside each preference the statement on origin that the seller signs."""
    options = [option.to_json() | {"statement": _statement(option)} for option in answer.options]
    return answer.to_json() | {"options": options}


def _statement(option: Option) -> str | None:
    """The words in English, null where a certificate proves the origin or nothing is on file."""
    found = statement(option.code, origin=option.origin) if option.proof else None
    return found.text if found else None


def _item(raw: object, place: str, currency: str) -> Item:
    body = _object(raw, place)
    _only(body, _ITEM_FIELDS, f"{place}.")
    quantity = body.get("quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool):
        raise BadRequest(f"{place}.quantity", "must be a whole number" if "quantity" in body else "is missing")
    own = _text_or_none(body, "currency", f"{place}.") or currency
    price = _money(body.get("unit_price"), own, f"{place}.unit_price", f"{place}.currency")
    override = body.get("duty_rate_override")
    try:
        return Item(
            hs_code=re.sub(r"[ .]", "", _text_or_none(body, "hs_code", f"{place}.") or ""),
            origin=_text_or_none(body, "origin", f"{place}.") or "",
            quantity=quantity,
            unit_price=price,
            weight_g=_weight(body.get("weight_kg"), f"{place}.weight_kg"),
            duty_rate_override=None if override is None else _rate(override, f"{place}.duty_rate_override"),
            proofs=frozenset(_texts(body.get("proofs"), f"{place}.proofs")),
            measures=_measures(body.get("measures"), f"{place}.measures"),
        )
    except BadRequest as error:
        if error.field.startswith(place):
            raise
        raise BadRequest(f"{place}.{error.field}", error.message) from None


def _object(raw: object, place: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise BadRequest(place, "must be an object")
    return raw


def _only(body: Mapping[str, Any], known: frozenset[str], prefix: str) -> None:
    for name in body:
        if name not in known:
            raise BadRequest(f"{prefix}{name}", "is not a field of the request")


def _text(body: Mapping[str, Any], name: str, prefix: str = "") -> str:
    value = _text_or_none(body, name, prefix)
    if value is None:
        raise BadRequest(f"{prefix}{name}", "is missing")
    return value


def _text_or_none(body: Mapping[str, Any], name: str, prefix: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRequest(f"{prefix}{name}", "must be a text")
    if value is not None and len(value) > TEXT_MAX:
        raise BadRequest(f"{prefix}{name}", f"has more than {TEXT_MAX} characters")
    return value


def _texts(raw: object, place: str) -> list[str]:
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(value, str) for value in raw):
        raise BadRequest(place, "must be a list of texts")
    return raw


def _registrations(raw: object) -> frozenset[str] | None:
    return None if raw is None else frozenset(_texts(raw, "registrations"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest("date", f"{text!r} is not a date; write it like 2026-11-21") from None


def _money_object(raw: object, place: str) -> Money:
    body = _object(raw, place)
    _only(body, frozenset({"amount", "currency"}), f"{place}.")
    currency = _text(body, "currency", f"{place}.")
    return _money(body.get("amount"), currency, f"{place}.amount", f"{place}.currency")


def _money(raw: object, currency: str, place: str, currency_place: str) -> Money:
    if raw is None:
        raise BadRequest(place, "is missing")
    if not isinstance(raw, str):
        raise BadRequest(place, 'must be a decimal text such as "12.50", in quotes')
    if not _AMOUNT.fullmatch(raw):
        raise BadRequest(place, f"{raw[:40]!r} is not an amount; write it like 12.50")
    try:
        return parse(raw, currency)
    except BadAmount as error:
        raise BadRequest(place, str(error)) from None
    except BadCurrency as error:
        raise BadRequest(currency_place, str(error)) from None


def _number(raw: object, place: str, example: str) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise BadRequest(place, f'must be a decimal text such as "{example}"')
    text = str(raw).strip()
    if isinstance(raw, Decimal) and abs(raw.adjusted()) <= 18:
        text = f"{raw:f}"  # 1E-7 is a fair way for JSON to write a small number
    if not _NUMBER.fullmatch(text):
        raise BadRequest(place, f'{text[:40]!r} is not a number; write it like "{example}"')
    return Decimal(text)


def _weight(raw: object, place: str) -> int | None:
    if raw is None:
        return None
    grams = _number(raw, place, "0.250") * 1000
    if grams < 0:
        raise BadRequest(place, "must not be negative")
    return int(grams.to_integral_value())


def _rate(raw: object, place: str) -> Decimal | Duty:
    """A fraction ("0.12", at most 1), a rate ("12%"), or a duty in the tariff's words ("35.10 GBP/100 kg")."""
    if isinstance(raw, str) and not re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", raw):
        duty = parse_duty(raw)
        if not duty.known:
            raise BadRequest(place, f'{raw[:40]!r} is not a rate; write "0.12", "12%" or "35.10 GBP/100 kg"')
        return duty if duty.rate is None else duty.rate
    rate = _number(raw, place, "0.12")
    if rate > 1:
        raise BadRequest(place, f'{raw} is a fraction above 1; write 12 % as "0.12" or "12%"')
    return rate


def _fx(raw: object) -> dict[str, Decimal]:
    if raw is None:
        return {}
    body = _object(raw, "fx")
    return {pair: _number(value, f"fx[{pair}]", "0.9200") for pair, value in body.items()}


def _measures(raw: object, place: str) -> dict[str, Decimal]:
    if raw is None:
        return {}
    return {unit: _number(value, f"{place}[{unit}]", "4.5") for unit, value in _object(raw, place).items()}
