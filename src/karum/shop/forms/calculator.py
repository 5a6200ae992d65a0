"""The calculator's question, read from the page's address: every field stands in the link that keeps an answer."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import pycountry
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karum.money import MINOR_MAX, Money
from karum.money.typed import plain_decimal, plain_digits
from karum.parties.locale import COUNTRIES, countries, currencies, currency_of
from karum.payments.queries import known_currencies
from karum.rules import BadRequest, Item, QuoteRequest
from karum.rules.queries import market
from karum.rules.statements import proof
from karum.runtime.amounts import MeasureField, MoneyField, WholeField
from karum.runtime.settings import settings
from karum.text.collation import by_name

FIRST_DAY = date(2020, 1, 1)
DAYS_AHEAD_MAX = 400
CODE_LENGTHS = range(6, 11)
MEASURE = "m_"
"""What begins the name of a field for a further quantity of the goods: ``m_LTR`` is litres."""

MEASURES: dict[str, str | Promise] = {
    "LTR": gettext_lazy("Litres, all together"),
    "ASV": gettext_lazy("Alcohol, per cent by volume"),
    "ASVX": gettext_lazy("Alcohol, per cent by volume times hectolitres, all together"),
    "MTK": gettext_lazy("Square metres, all together"),
    "MTR": gettext_lazy("Metres, all together"),
    "MTQ": gettext_lazy("Cubic metres, all together"),
    "NPR": gettext_lazy("Pairs, all together"),
    "KGM": gettext_lazy("Kilograms, all together"),
    "SUC": gettext_lazy("Sugar, per cent by weight"),
}
_FIELDS_OF = {
    "seller_country": "seller",
    "destination": "to",
    "hs_code": "what",
    "unit_price": "value",
    "items": "what",
    "weight_kg": "weight",
    "incoterm": "terms",
}
"""The names that the rules give to a field, and ours where they differ."""


class CalculatorForm(forms.Form):
    """What is sent, from where to where, and how."""

    what = forms.CharField(
        label=gettext_lazy("What is it?"),
        max_length=200,
        help_text=gettext_lazy("The HS code, six to ten digits; or in words, and we offer codes to choose from."),
    )
    value = MoneyField(label=gettext_lazy("Price of one"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency of the price"))
    quantity = WholeField(label=gettext_lazy("How many"), at_least=1, at_most=1_000_000_000)
    weight = MeasureField(label=gettext_lazy("Weight of one, in kilograms"), factor=1000, required=False)
    shipping = MoneyField(
        label=gettext_lazy("Shipping"), help_text=gettext_lazy("For everything, in the same currency. 0 if it is free.")
    )
    seller = forms.ChoiceField(label=gettext_lazy("Sent from"))
    to = forms.ChoiceField(label=gettext_lazy("Sent to"))
    region = forms.ChoiceField(label=gettext_lazy("State or province"), required=False)
    origin = forms.ChoiceField(
        label=gettext_lazy("Made in"),
        required=False,
        help_text=gettext_lazy("Where the goods were made, which decides the duty."),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it is cleared"),
        required=False,
        choices=[
            ("parcel", gettext_lazy("A parcel")),
            ("consignment", gettext_lazy("A consignment with a full declaration")),
        ],
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Way of transport"),
        required=False,
        choices=[
            ("", gettext_lazy("Not decided")),
            ("post", gettext_lazy("Post")),
            ("courier", gettext_lazy("Courier")),
            ("air", gettext_lazy("Air")),
            ("sea", gettext_lazy("Sea")),
            ("road", gettext_lazy("Road")),
        ],
    )
    terms = forms.ChoiceField(
        label=gettext_lazy("Duty and import tax"),
        required=False,
        choices=[
            ("DAP", gettext_lazy("The buyer pays them on arrival (DAP)")),
            ("DDP", gettext_lazy("The seller pays them (DDP)")),
        ],
    )
    show = forms.ChoiceField(label=gettext_lazy("Show sums in"), required=False)
    day = forms.DateField(
        label=gettext_lazy("On the day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"}),
        help_text=gettext_lazy("The rules of that day; empty is today."),
    )
    fx = forms.DateField(required=False, input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)
    proof = forms.MultipleChoiceField(
        label=gettext_lazy("Proofs of origin that the seller holds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, today: date, home: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        language = get_language() or "en"
        places = countries(language)
        money = [(code, name) for code, name in currencies(language) if code in known_currencies()]
        self._offer("seller", [("", _("Choose a country")), *places])
        self._offer("to", [("", _("Choose a country")), *places])
        self._offer("origin", [("", _("Where they are sent from")), *places])
        self._offer("currency", money)
        self._offer("show", [("", _("The currency of the country it goes to")), *money])
        for name in ("value", "shipping"):
            self.fields[name].currency = self._currency()  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial = {"to": home, "quantity": "1", "currency": settings().hub_currency, **self.initial}
        destination = self._typed("to")
        self._regions(destination)
        self._proofs()
        self.measures = self._measures()

    def _typed(self, name: str) -> str:
        return str(self.data.get(name, "")).strip() if self.is_bound else ""

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _currency(self) -> str:
        typed = self._typed("currency")
        return typed if typed in known_currencies() else settings().hub_currency

    def _regions(self, destination: str) -> None:
        """Ask for the region only where a tax differs by it."""
        known = market(destination) if destination in COUNTRIES else None
        if known is None or not any(tax.regions for tax in known.taxes):
            del self.fields["region"]
            return
        self._offer("region", [("", _("Not known")), *_regions_of(destination)])

    def _proofs(self) -> None:
        """Offer what was asked for; which proofs there are, the answer says."""
        asked = self.data.getlist("proof") if self.is_bound and hasattr(self.data, "getlist") else []
        codes = [code for code in dict.fromkeys(asked) if re.fullmatch(r"[\w. -]{1,40}", code)][:20]
        if not codes:
            del self.fields["proof"]
            return
        made_in = self._typed("origin") or self._typed("seller")
        found = {code: proof(code, made_in) for code in codes}
        self._offer("proof", [(code, held.agreement if held else code) for code, held in found.items()])

    def _measures(self) -> list[str]:
        """Fields for the further quantities that stand in the address."""
        units = [name.removeprefix(MEASURE) for name in self.data if name.startswith(MEASURE)] if self.is_bound else []
        return [self.ask_measure(unit) for unit in dict.fromkeys(units) if unit in MEASURES]

    def ask_measure(self, unit: str) -> str:
        """Add a field for a quantity that the duty needs; returns its name."""
        name = f"{MEASURE}{unit}"
        if name not in self.fields:
            self.fields[name] = QuantityField(label=MEASURES.get(unit, unit), required=False)
        return name

    def further(self) -> list[forms.BoundField]:
        """The fields for further quantities."""
        return [self[name] for name in self.fields if name.startswith(MEASURE)]

    def clean_what(self) -> str:
        """An HS code as its digits; anything else stays words."""
        text = plain_digits(self.cleaned_data["what"].strip())
        digits = re.sub(r"[\s.]", "", text)
        if not digits.isascii() or not digits.isdigit():
            return text
        if len(digits) not in CODE_LENGTHS:
            raise ValidationError(_("An HS code has six to ten digits, for example 090121."))
        return digits

    def clean_value(self) -> Money:
        return _not_negative(self.cleaned_data["value"])

    def clean_shipping(self) -> Money:
        return _not_negative(self.cleaned_data["shipping"])

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.today
        if not day >= FIRST_DAY or (day - self.today).days > DAYS_AHEAD_MAX:
            raise ValidationError(_("We know rules of the years from 2020 to the next one."))
        return day

    def clean_fx(self) -> date | None:
        """The day of the exchange rates; one that cannot be used counts as not given."""
        day: date | None = self.cleaned_data["fx"]
        return day if day and FIRST_DAY <= day <= self.today else None

    def clean(self) -> dict[str, Any]:
        """Let the rules look at the whole: what they refuse is said at its field."""
        if not self.errors:
            try:
                self.request = self._request(self.cleaned_data)
            except BadRequest as error:
                name = error.field.partition("].")[2] or error.field
                name = _FIELDS_OF.get(name, name)
                self.add_error(name if name in self.fields else None, _("This cannot be used as it is."))
        return self.cleaned_data

    @property
    def words(self) -> str:
        """What was typed, when it is no HS code."""
        what = str(self.cleaned_data.get("what", ""))
        return "" if what.isdigit() else what

    def _request(self, given: Mapping[str, Any]) -> QuoteRequest:
        price: Money = given["value"]
        if price.minor * given["quantity"] > MINOR_MAX:
            raise BadRequest("quantity", "at this price is more than anything costs")
        item = Item(
            hs_code="" if self.words else given["what"],
            origin=given["origin"] or given["seller"],
            quantity=given["quantity"],
            unit_price=price,
            weight_g=given["weight"],
            proofs=frozenset(given.get("proof") or ()),
            measures={
                name.removeprefix(MEASURE): value
                for name, value in given.items()
                if name.startswith(MEASURE) and value is not None
            },
        )
        return QuoteRequest(
            seller_country=given["seller"],
            destination=given["to"],
            day=given["day"],
            channel=given["channel"] or "parcel",
            incoterm=given["terms"] or "DAP",
            currency=given["show"] or _shown_in(given["to"], price.currency),
            items=(item,),
            shipping=given["shipping"],
            region=given.get("region") or None,
            mode=given["mode"] or None,
        )

    def address(self, *, fx: date) -> dict[str, Any]:
        """The answered question as words of an address that gives the same answer on any day."""
        given = self.cleaned_data
        said = {name: self[name].value() for name in self.fields if given.get(name) not in (None, "", [])}
        return said | {"what": given["what"], "day": given["day"].isoformat(), "fx": fx.isoformat()}


class QuantityField(forms.CharField):
    """A number that is not negative; becomes Decimal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=16, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = Decimal(plain_decimal(text))
        except InvalidOperation:
            raise ValidationError(_("Write a number, for example 2.5.")) from None
        if not number.is_finite() or not 0 <= number <= 10**9:
            raise ValidationError(_("Write a number, for example 2.5."))
        return number


def _not_negative(amount: Money) -> Money:
    if amount.minor < 0:
        raise ValidationError(_("An amount cannot be below zero."))
    return amount


def _shown_in(destination: str, otherwise: str) -> str:
    own = currency_of(destination)
    return own if own in known_currencies() else otherwise


@cache
def _regions_of(country: str) -> list[tuple[str, str]]:
    """The states or provinces of a country (ISO 3166-2), by name."""
    found = [one for one in pycountry.subdivisions if one.country_code == country]
    return by_name(((one.code.partition("-")[2], str(one.name)) for one in found), lambda pair: pair[1], "en")
