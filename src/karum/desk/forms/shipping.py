"""Zones, rates and habits of sending."""

from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.desk.domain.regions import REGIONS
from karum.desk.forms.choices import Choices, countries
from karum.desk.texts import REGION_NAMES
from karum.money import Money
from karum.parties.speech import translated
from karum.runtime.amounts import MeasureField, MoneyField, WholeField
from karum.runtime.wording import in_order
from karum.shipping.domain import CARRIERS, Dispatch, RateRule, ZoneRule
from karum.shipping.domain.parcels import Refused

BANDS = 6
BANDS_MAX = 24
MODES = [
    ("post", gettext_lazy("Post")),
    ("courier", gettext_lazy("Courier")),
    ("freight", gettext_lazy("Freight (pallets, containers)")),
]


class _Refusable(forms.Form):
    def refuse(self, refused: Refused, names: dict[str, str] | None = None) -> None:
        """Show an expected no of shipping at its field."""
        field = (names or {}).get(refused.field, refused.field)
        self.add_error(field if field in self.fields else None, translated(refused.message))


class ZoneForm(_Refusable):
    """Countries that share prices."""

    name = forms.CharField(label=gettext_lazy("Name of the zone"), max_length=100)
    everywhere = forms.BooleanField(label=gettext_lazy("All other countries of the world"), required=False)
    countries = forms.MultipleChoiceField(label=gettext_lazy("Countries"), required=False)

    def __init__(self, *args: Any, zone: ZoneRule | None = None, **kwargs: Any) -> None:
        if zone:
            kwargs["initial"] = {
                "name": zone.name,
                "everywhere": zone.is_rest_of_world,
                "countries": sorted(zone.countries),
            }
        super().__init__(*args, **kwargs)
        field = self.fields["countries"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = countries(empty=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("everywhere") and not data.get("countries") and "countries" not in self.errors:
            self.add_error("countries", _("Choose at least one country."))
        return data

    @property
    def regions(self) -> list[tuple[str, list[tuple[str, str, bool]], int]]:
        """(region, [(code, name, chosen)], how many are chosen) for the page."""
        names = dict(countries(empty=False))
        chosen = set(self["countries"].value() or ())
        found = []
        for region, codes in REGIONS.items():
            named = ((code, names[code], code in chosen) for code in codes)
            rows = in_order(named, lambda row: row[1])
            found.append((str(REGION_NAMES[region]), rows, sum(row[2] for row in rows)))
        return found


class RateForm(_Refusable):
    """One service in a zone: who carries it, how long it takes, what it costs by weight."""

    name = forms.CharField(
        label=gettext_lazy("Name that buyers see"),
        help_text=gettext_lazy("For example: Registered airmail"),
        max_length=100,
    )
    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"))
    carrier_other = forms.CharField(label=gettext_lazy("Its name, if it is another one"), max_length=50, required=False)
    mode = forms.ChoiceField(label=gettext_lazy("Kind"), choices=MODES)
    tracked = forms.BooleanField(label=gettext_lazy("With tracking number"), required=False, initial=True)
    insured = forms.BooleanField(label=gettext_lazy("Insured"), required=False)
    days_min = WholeField(label=gettext_lazy("Working days on the way: at least"), at_most=365)
    days_max = WholeField(label=gettext_lazy("and at most"), at_most=365)
    free_from = MoneyField(
        label=gettext_lazy("Free from this value of goods"),
        help_text=gettext_lazy("Empty: never free."),
        required=False,
    )

    def __init__(self, *args: Any, currency: str, rate: RateRule | None = None, **kwargs: Any) -> None:
        self.currency = rate.currency if rate else currency
        if rate:
            kwargs["initial"] = _initial(rate)
        super().__init__(*args, **kwargs)
        carrier = self.fields["carrier"]
        assert isinstance(carrier, forms.ChoiceField)
        carrier.choices = _carriers()
        self._money("free_from", _("Free from this value of goods, in %(currency)s"))
        self.count = self._count(rate)
        for number in range(self.count):
            weight, price = _("Up to, in kilograms"), self.price_label
            self.fields[f"up_to_{number}"] = MeasureField(factor=1000, required=number == 0, label=weight)
            self.fields[f"price_{number}"] = MoneyField(currency=self.currency, required=number == 0, label=price)
            for name, label in ((f"up_to_{number}", weight), (f"price_{number}", price)):
                self.fields[name].widget.attrs["aria-label"] = f"{label} ({number + 1})"

    def _money(self, name: str, label: str) -> None:
        field = self.fields[name]
        assert isinstance(field, MoneyField)
        field.currency = self.currency
        field.label = label % {"currency": self.currency}

    @property
    def price_label(self) -> str:
        return _("Price, in %(currency)s") % {"currency": self.currency}

    def _count(self, rate: RateRule | None) -> int:
        """Lines for all bands that there are, and some to spare; as many as were sent when the form comes back."""
        if self.is_bound:
            return next((n for n in range(BANDS, BANDS_MAX) if f"up_to_{n}" not in self.data), BANDS_MAX)
        return min(BANDS_MAX, max(BANDS, len(rate.weight_bands) + 2 if rate else 0))

    @property
    def bands(self) -> list[tuple[forms.BoundField, str]]:
        """Each input and what ties it to its error, line by line."""
        names = [name for n in range(self.count) for name in (f"up_to_{n}", f"price_{n}")]
        return [(self[name], self._written(name)) for name in names]

    def _written(self, name: str) -> str:
        wrong = name in self.errors
        attrs: dict[str, str | bool] = {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"} if wrong else {}
        return self[name].as_widget(attrs=attrs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("carrier") == "other" and not data.get("carrier_other"):
            self.add_error("carrier_other", _("Say who carries the parcel."))
        for number in range(1, self.count):
            up_to, price = data.get(f"up_to_{number}"), data.get(f"price_{number}")
            if (up_to is None) != (price is None):
                missing = f"price_{number}" if price is None else f"up_to_{number}"
                if missing not in self.errors:
                    self.add_error(missing, _("Give both weight and price, or neither."))
        return data

    def facts(self) -> dict[str, Any]:
        """What set_rate takes, without seller, zone and code."""
        data = self.cleaned_data
        pairs = [(data[f"up_to_{n}"], data[f"price_{n}"]) for n in range(self.count)]
        return {
            "name": data["name"],
            "carrier": data["carrier_other"] if data["carrier"] == "other" else data["carrier"],
            "mode": data["mode"],
            "tracked": data["tracked"],
            "insured": data["insured"],
            "currency": self.currency,
            "weight_bands": sorted((up_to, price.minor) for up_to, price in pairs if up_to is not None),
            "goods_bands": [(data["free_from"].minor, 0)] if data["free_from"] else [],
            "days_min": data["days_min"],
            "days_max": data["days_max"],
        }


class DispatchForm(_Refusable):
    """From where and until when the seller sends."""

    country = forms.ChoiceField(label=gettext_lazy("Country that you send from"))
    cut_off = forms.TimeField(
        label=gettext_lazy("Orders until this time leave the same day"),
        help_text=gettext_lazy("With 0 working days of handling. Empty: no such promise."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "dir": "ltr"}, format="%H:%M"),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    closed_on = forms.CharField(
        label=gettext_lazy("Days on which you are closed"),
        help_text=gettext_lazy("One a line, year-month-day, for example 2026-12-25. Weekends count by themselves."),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
    )

    def __init__(self, *args: Any, dispatch: Dispatch, home: str, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "country": dispatch.country or home,
            "cut_off": dispatch.cut_off,
            "time_zone": dispatch.time_zone,
            "closed_on": "\n".join(day.isoformat() for day in sorted(dispatch.closed_on)),
        }
        super().__init__(*args, **kwargs)
        for name, choices in (("country", countries()), ("time_zone", _zones())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean_closed_on(self) -> list[date]:
        """Each line a day."""
        found = []
        for line in self.cleaned_data["closed_on"].split():
            try:
                found.append(date.fromisoformat(line.strip(",;")))
            except ValueError:
                raise forms.ValidationError(
                    _("“%(line)s” is not a day. Write it like 2026-12-25.") % {"line": line[:20]}
                ) from None
        return found


@cache
def _zones() -> Choices:
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def _carriers() -> Choices:
    return [
        *((code, _("Post") if code == "post" else name) for code, name in CARRIERS.items()),
        ("other", _("Another one")),
    ]


def _initial(rate: RateRule) -> dict[str, Any]:
    known = rate.carrier in CARRIERS
    initial: dict[str, Any] = {
        "name": rate.name,
        "carrier": rate.carrier if known else "other",
        "carrier_other": "" if known else rate.carrier,
        "mode": rate.mode,
        "tracked": rate.tracked,
        "insured": rate.insured,
        "days_min": str(rate.days_min),
        "days_max": str(rate.days_max),
    }
    free = next((band for band in rate.goods_bands if band.price_minor == 0), None)
    if free:
        initial["free_from"] = Money(free.from_minor, rate.currency)
    for number, band in enumerate(rate.weight_bands[:BANDS_MAX]):
        initial[f"up_to_{number}"] = band.up_to_g
        initial[f"price_{number}"] = Money(band.price_minor, rate.currency)
    return initial
