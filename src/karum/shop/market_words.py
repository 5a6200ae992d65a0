"""The rules of a market in plain sentences: whom a way of import is for, what it does, what a fee comes to."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karum.rules.domain.measures import Amount, Fee, Part, Regime
from karum.rules.domain.regimes import money_of
from karum.runtime import wording


def regime_name(regime: Regime) -> str:
    """Whom the way of import is for: parcels, consignments of the trade, or both."""
    if regime.channels == {"parcel"}:
        return _("Parcels")
    return _("Consignments of the trade") if regime.channels == {"consignment"} else _("Parcels and consignments")


def regime_conditions(regime: Regime) -> list[str]:
    """What must be so for the regime to be used, each in a sentence."""
    return [*_worth(regime), *_who(regime)]


def _worth(regime: Regime) -> Iterator[str]:
    parts = parts_text(regime.basis)
    low = _money(regime.above)
    high = _money(regime.at_most)
    if low and high:
        yield _("Worth more than %(low)s and up to %(high)s (%(parts)s).") % {"low": low, "high": high, "parts": parts}
    elif high and regime.per == "item":
        yield _("Each item worth up to %(high)s (%(parts)s).") % {"high": high, "parts": parts}
    elif high and regime.inclusive:
        yield _("Worth up to %(high)s (%(parts)s).") % {"high": high, "parts": parts}
    elif high:
        yield _("Worth less than %(high)s (%(parts)s).") % {"high": high, "parts": parts}
    elif low:
        yield _("Worth more than %(low)s (%(parts)s).") % {"low": low, "parts": parts}
    if regime.value_factor is not None:
        yield _("Only %(share)s of the price counts.") % {"share": wording.percent_text(regime.value_factor)}


def _who(regime: Regime) -> Iterator[str]:
    if regime.modes:
        yield _("Sent by %(modes)s.") % {"modes": modes_text(regime.modes)}
    if regime.shipped_from is not None:
        yield _("Sent from %(countries)s.") % {"countries": countries_text(regime.shipped_from)}
    if regime.origins is not None:
        yield _("Made in %(countries)s.") % {"countries": countries_text(regime.origins)}
    if regime.registration:
        yield _("The seller or the hub is registered for %(scheme)s.") % {
            "scheme": wording.isolated(regime.registration)
        }
    if regime.hs_except:
        yield _("Not for goods of HS %(codes)s.") % {"codes": wording.isolated(", ".join(regime.hs_except))}


def regime_effects(regime: Regime) -> list[str]:
    """What the regime does to duty and tax, each in a sentence."""
    said = [_duty(regime), _tax(regime)]
    if regime.suspended:
        said.insert(0, _("Suspended: the law still has it, and it is not applied."))
    return said


def _duty(regime: Regime) -> str:
    if regime.duty == "flat":
        return _("A flat duty of %(flat)s for each tariff item.") % {"flat": _money(regime.duty_flat)}
    if regime.duty == "rate":
        rate = wording.percent_text(regime.duty_rate)
        if regime.duty_less is not None:
            less = _money(regime.duty_less)
            return _("A single rate of %(rate)s, less %(less)s for each consignment.") % {"rate": rate, "less": less}
        return _("A single rate of %(rate)s.") % {"rate": rate}
    return {
        "none": _("No duty."),
        "normal": _("The ordinary duty."),
        "table": _("Duties of its own for some goods."),
        "unknown": _("The duty is not on file."),
    }[regime.duty]


def _tax(regime: Regime) -> str:
    if regime.tax == "normal" and regime.tax_collector == "hub":
        return _("The tax is collected at checkout.")
    return {
        "none": _("No tax."),
        "normal": _("The ordinary tax, at the border."),
        "included": _("The tax is in the single rate."),
        "composite": _("The composite tax on cross-border retail."),
        "unknown": _("The tax is not on file."),
    }[regime.tax]


def fee_text(fee: Fee) -> str:
    """What a fee comes to."""
    if not fee.known:
        return _("This charge exists; its amount is not on file.")
    if fee.flat is not None:
        return _("%(flat)s for each consignment.") % {"flat": _money(fee.flat)}
    said = [_("%(rate)s of %(parts)s") % {"rate": wording.percent_text(fee.rate), "parts": parts_text(fee.base)}]
    if fee.floor is not None:
        said.append(_("at least %(floor)s") % {"floor": _money(fee.floor)})
    if fee.ceiling is not None:
        said.append(_("at most %(ceiling)s") % {"ceiling": _money(fee.ceiling)})
    return pgettext("a list that ends a sentence", "%(list)s.") % {"list": wording.list_text(said)}


def fee_conditions(fee: Fee) -> list[str]:
    """For which consignments a fee is asked."""
    said = []
    low, high = _money(fee.above), _money(fee.at_most)
    if low and high:
        said.append(_("Goods worth more than %(low)s and up to %(high)s.") % {"low": low, "high": high})
    elif low:
        said.append(_("Goods worth more than %(low)s.") % {"low": low})
    elif high:
        said.append(_("Goods worth up to %(high)s.") % {"high": high})
    if len(fee.channels) == 1:
        said.append(_("Parcels only.") if "parcel" in fee.channels else _("Consignments of the trade only."))
    if fee.modes:
        said.append(_("Sent by %(modes)s.") % {"modes": modes_text(fee.modes - {"unknown"})})
    return said


def parts_text(parts: Iterable[Part]) -> str:
    """What a charge is reckoned on: goods, shipping, insurance."""
    names = {
        "goods": _("goods"),
        "freight": _("shipping"),
        "insurance": _("insurance"),
        "duty": _("duty"),
        "additional": _("additional duty"),
        "excise": _("excise"),
        "fees": _("fees"),
    }
    return " + ".join(names[part] for part in parts)


def modes_text(modes: Iterable[str]) -> str:
    names = {"post": _("post"), "courier": _("courier"), "air": _("air"), "sea": _("sea"), "road": _("road")}
    return wording.list_text(names[mode] for mode in sorted(modes))


def countries_text(codes: Iterable[str]) -> str:
    """Countries by name, in the order of the page's language."""
    return wording.list_text(wording.in_order(map(wording.country_text, codes), str))


def _money(amount: Amount | None) -> str:
    return "" if amount is None else wording.money_text(money_of(amount))
