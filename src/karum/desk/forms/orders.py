"""What a seller says about an order: why not, how it goes, what goes back."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.money import Money
from karum.orders.queries import LineView, OrderView
from karum.parties.speech import translated
from karum.runtime.amounts import MeasureField, MoneyField, WholeField
from karum.shipping.domain import CARRIERS, check_tracking

REASONS = [
    ("sold_out", gettext_lazy("It is sold out")),
    ("cannot_ship", gettext_lazy("I cannot ship to this address")),
    ("price", gettext_lazy("The price was wrong")),
    ("suspicious", gettext_lazy("The order looks wrong")),
    ("other", gettext_lazy("Another reason")),
]


class RefuseForm(forms.Form):
    """Why the seller does not take the order. The buyer reads it."""

    reason = forms.ChoiceField(label=gettext_lazy("Why?"), choices=REASONS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("The buyer reads this."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == "other" and not data.get("words"):
            self.add_error("words", _("Please write the reason in a few words."))
        return data

    @property
    def note(self) -> str:
        """Stored in the audit trail, in English, with the seller's own words."""
        label = {code: code.replace("_", " ") for code, _text in REASONS}[self.cleaned_data["reason"]]
        return f"{label}: {self.cleaned_data['words']}" if self.cleaned_data["words"] else label


class ParcelForm(forms.Form):
    """One parcel: who carries it, its number, its weight, what is in it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"))
    carrier_other = forms.CharField(label=gettext_lazy("Its name, if it is another one"), max_length=50, required=False)
    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"),
        help_text=gettext_lazy("As on the label, for example RR123456785GB."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    weight_g = MeasureField(label=gettext_lazy("Weight with wrapping, in kilograms"), factor=1000)
    length_mm = MeasureField(label=gettext_lazy("Length in cm"), factor=10, required=False)
    width_mm = MeasureField(label=gettext_lazy("Width in cm"), factor=10, required=False)
    height_mm = MeasureField(label=gettext_lazy("Height in cm"), factor=10, required=False)

    def __init__(self, *args: Any, order: OrderView, **kwargs: Any) -> None:
        self.order = order
        self.tracked = bool(order.option.get("tracked", True))
        left = _left_to_pack(order)
        planned = str(order.option.get("carrier", ""))
        weight_g = sum(line.weight_g * left[line.position] for line in order.lines)
        kwargs["initial"] = {
            "key": uuid4(),
            "carrier": planned if planned in CARRIERS or not planned else "other",
            "carrier_other": "" if planned in CARRIERS else planned,
            "weight_g": weight_g or None,
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["tracking_number"].required = self.tracked
        self.fields["tracking_number"].error_messages["required"] = _(
            "The buyer paid for a service with tracking. Write its number."
        )
        carrier = self.fields["carrier"]
        assert isinstance(carrier, forms.ChoiceField)
        carrier.choices = [
            *((code, _("Post") if code == "post" else name) for code, name in CARRIERS.items()),
            ("other", _("Another one")),
        ]
        for line in order.lines:
            self.fields[f"line_{line.position}"] = WholeField(
                label=format_html("<bdi>{}</bdi>", line.title),
                at_most=line.quantity,
                initial=str(left[line.position]),
                required=False,
            )

    @property
    def contents_fields(self) -> list[tuple[LineView, forms.BoundField]]:
        return [(line, self[f"line_{line.position}"]) for line in self.order.lines]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("carrier") == "other" and not data.get("carrier_other"):
            self.add_error("carrier_other", _("Say who carries the parcel."))
        number = data.get("tracking_number", "")
        if number:
            check = check_tracking(number, self.carrier_name)
            if not check.ok:
                self.add_error("tracking_number", translated(check.message))
        if not self.errors and not any(count for _line, count in self.contents):
            self.add_error(None, _("Say what is in the parcel: at least one thing."))
        return data

    @property
    def carrier_name(self) -> str:
        """The carrier's code, or the name of another one."""
        data = self.cleaned_data
        other = data.get("carrier") == "other"
        return str(data.get("carrier_other" if other else "carrier", ""))

    @property
    def contents(self) -> list[tuple[int, int]]:
        """(line number from 1, how many)."""
        found = []
        for number, line in enumerate(self.order.lines, 1):
            count = self.cleaned_data.get(f"line_{line.position}") or 0
            if count:
                found.append((number, count))
        return found

    def facts(self) -> dict[str, Any]:
        """What add_parcel takes, without seller, order and time."""
        data = self.cleaned_data
        return {
            "key": data["key"],
            "carrier": self.carrier_name,
            "tracking_number": data["tracking_number"],
            "weight_g": data["weight_g"],
            "length_mm": data["length_mm"] or 0,
            "width_mm": data["width_mm"] or 0,
            "height_mm": data["height_mm"] or 0,
            "contents": self.contents,
        }


class RefundForm(forms.Form):
    """How much goes back to the buyer and why: an amount, or the lines that it is for."""

    amount = MoneyField(label=gettext_lazy("Amount"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The buyer reads this."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, order: OrderView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        self.fields["seen"].initial = order.steps
        amount = self.fields["amount"]
        assert isinstance(amount, MoneyField)
        amount.currency = order.charge.currency
        amount.label = _("Amount in %(currency)s") % {"currency": order.charge.currency}
        for line in order.lines:
            self.fields[f"back_{line.position}"] = WholeField(
                label=format_html("<bdi>{}</bdi>", line.title), at_most=line.quantity, required=False
            )

    @property
    def line_fields(self) -> list[tuple[LineView, forms.BoundField]]:
        return [(line, self[f"back_{line.position}"]) for line in self.order.lines]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        amount = data.get("amount")
        if "amount" in self.errors:
            return data
        if amount is None:
            lines = self.of_lines()
            if not lines and not any(name.startswith("back_") for name in self.errors):
                self.add_error("amount", _("Write an amount, or how many of which line."))
            data["of_lines"] = lines
        elif not Money.zero(amount.currency) < amount:
            self.add_error("amount", _("Write an amount that is more than zero."))
        elif self.order.left < amount:
            self.add_error("amount", _("At most %(left)s can go back.") % {"left": self.order.left})
        return data

    def of_lines(self) -> Money:
        """Goods of the chosen lines with their share of duty, tax and fees, in the buyer's currency; shipping stays."""
        lines = self.order.lines
        whole = sum(line.total.minor for line in lines)
        chosen = sum(line.unit.minor * (self.cleaned_data.get(f"back_{line.position}") or 0) for line in lines)
        charge = self.order.charge
        part = Money(charge.goods + charge.duty + charge.tax + charge.fees, charge.currency)
        amount = part.share(Decimal(chosen) / Decimal(whole)) if whole else Money.zero(charge.currency)
        return min(amount, self.order.left)


def _left_to_pack(order: OrderView) -> dict[int, int]:
    """Units of each line that are in no parcel yet, by position."""
    left = {line.position: line.quantity for line in order.lines}
    positions = [line.position for line in order.lines]
    for parcel in order.parcels:
        packed = parcel.contents or tuple((n, line.quantity) for n, line in enumerate(order.lines, 1))
        for number, count in packed:
            if number <= len(positions):
                left[positions[number - 1]] = max(0, left[positions[number - 1]] - count)
    return left
