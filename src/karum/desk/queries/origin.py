"""Which preferences the goods of an order could have, by its frozen receipt, and what proves their origin."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale

from karum.money import Money
from karum.orders.queries import OrderView
from karum.rules.statements import Proof, proof


@dataclass(frozen=True, slots=True)
class OriginOffer:
    """One agreement that would lower the duty on some lines of an order (from 1).

    saving: together, in the buyer's currency; None when it is not known. is_promised: the buyer's price counts on it.
    rules: what the goods must have undergone, where the agreement's rules are on file.
    """

    proof: Proof
    scheme: str
    lines: tuple[int, ...]
    duty_text: str
    saving: Money | None
    is_promised: bool
    rules: tuple[str, ...]


def origin_offers(order: OrderView) -> list[OriginOffer]:
    """What the receipt knows of preferences, those that the price counts on first; empty when it has none."""
    landed = order.landed
    if landed is None:
        return []
    found: dict[str, OriginOffer] = {}
    for option in landed.options:
        if not 0 <= option.item_index < len(order.lines):
            continue
        one = proof(option.code, order.lines[option.item_index].origin)
        if one is None:
            continue
        held = found.get(one.code)
        saving = option.saving
        if held is not None and held.saving is not None and saving is not None:
            saving = held.saving + saving
        found[one.code] = OriginOffer(
            one,
            option.code,
            (*(held.lines if held else ()), option.item_index + 1),
            option.duty_text,
            saving if held is None or held.saving is not None else None,
            option.chosen or (held is not None and held.is_promised),
            tuple(
                dict.fromkeys((*(held.rules if held else ()), *([option.rule_of_origin] * bool(option.rule_of_origin))))
            ),
        )
    return sorted(found.values(), key=lambda offer: not offer.is_promised)


def origin_names(order: OrderView, lines: Sequence[int], language: str) -> str:
    """The countries of origin of these lines (from 1), by their names in the language of the statement."""
    names = Locale(language).territories
    codes = dict.fromkeys(order.lines[number - 1].origin for number in lines)
    return ", ".join(names.get(code, code) for code in codes)
