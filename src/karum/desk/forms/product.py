"""A product and what the seller asks for it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karum.catalogue.queries import OfferSnapshot, ProductPage, VariantCard, categories
from karum.catalogue.services import NotAccepted
from karum.desk.forms.choices import categories as category_choices
from karum.desk.forms.choices import countries, languages
from karum.money import BadAmount, Money, parse
from karum.money.typed import is_count, plain_decimal
from karum.parties.queries import BusinessCard
from karum.runtime.amounts import MeasureField, MoneyField, WholeField

Kind = TypeVar("Kind", bound=forms.Form)

INCOTERMS = [
    ("DAP", gettext_lazy("The buyer pays duty and tax (DAP)")),
    ("DDP", gettext_lazy("They are charged with the order, and I pay them (DDP)")),
]


_NAMES = {"size_mm": "length_mm", "variant": "name"}  # the catalogue's word -> the field


class _Problems(forms.Form):
    def refuse(self, refused: NotAccepted) -> None:
        """Show what the catalogue refused at the fields it is about."""
        for field, message in refused.problems.items():
            field = _NAMES.get(field, field)
            self.add_error(field if field in self.fields else None, message)

    def has(self, field: str) -> bool:
        """Whether a problem of the catalogue's ``field`` is about this form."""
        return _NAMES.get(field, field) in self.fields


class TextForm(_Problems):
    """A product's words in one language."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=150,
        error_messages={"required": gettext_lazy("Give the product a title.")},
    )
    summary = forms.CharField(
        label=gettext_lazy("In one sentence"),
        help_text=gettext_lazy("What it is and why it is good. Buyers see it in lists."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("How it is made, size, care, what is in the box. An empty line begins a paragraph."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ProductForm(TextForm):
    """The thing itself: the same for everybody who sells it."""

    language = forms.ChoiceField(label=gettext_lazy("Language of these words"))
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        error_messages={
            "required": gettext_lazy("Choose a category from the list."),
            "invalid_choice": gettext_lazy("Choose a category from the list."),
        },
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("Country of origin"),
        help_text=gettext_lazy("Where it was made, grown or last really changed. Duty depends on it."),
    )
    hs_code = forms.CharField(
        label=gettext_lazy("HS code"),
        help_text=gettext_lazy("Six to ten digits that customs know the goods by."),
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Customs need it. Let us suggest one from your words.")},
    )
    materials = forms.CharField(
        label=gettext_lazy("Materials"), help_text=gettext_lazy("With commas between."), max_length=300, required=False
    )

    def __init__(self, *args: Any, business: BusinessCard, language_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree = categories(get_language() or "en")
        _choose(self, "category", category_choices(tree))
        _choose(self, "origin", countries())
        if language_fixed:
            del self.fields["language"]
        else:
            _choose(self, "language", languages())
            self.fields["language"].initial = business.language
        self.fields["origin"].initial = business.country

    def facts(self) -> dict[str, Any]:
        """What create_product and change_product take. Call after is_valid()."""
        data = self.cleaned_data
        words = [word.strip() for word in data["materials"].split(",")]
        return {
            "category": data["category"],
            "origin": data["origin"],
            "hs_code": data["hs_code"],
            "materials": [word for word in words if word],
        }

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "summary", "description")}

    @staticmethod
    def initial_of(page: ProductPage) -> dict[str, Any]:
        return {
            "title": page.text.title,
            "summary": page.text.summary,
            "description": page.text.description,
            "category": page.breadcrumbs[-1].slug if page.breadcrumbs else "",
            "origin": page.origin,
            "hs_code": page.hs_code,
            "materials": ", ".join(page.materials),
        }


class OfferForm(_Problems):
    """One variant as this seller offers it: price, stock, parcel."""

    name = forms.CharField(
        label=gettext_lazy("Variant"),
        help_text=gettext_lazy("Size, colour, 250 g bag…"),
        max_length=120,
        required=False,
    )
    price = MoneyField(
        label=gettext_lazy("Price of one"), error_messages={"required": gettext_lazy("Say what one costs.")}
    )
    available = WholeField(
        label=gettext_lazy("In stock"),
        help_text=gettext_lazy("Units that can be ordered now."),
        error_messages={"required": gettext_lazy("Say how many you have.")},
    )
    weight_g = MeasureField(
        label=gettext_lazy("Weight in kilograms"),
        help_text=gettext_lazy("Packed for the post, for example 0.35."),
        factor=1000,
        error_messages={"required": gettext_lazy("Weigh it with its packing: shipping depends on it.")},
    )
    sku = forms.CharField(
        label=gettext_lazy("Your article number (SKU)"),
        help_text=gettext_lazy("Empty: we make one."),
        max_length=64,
        required=False,
    )
    handling_days = WholeField(label=gettext_lazy("Working days until it leaves"), at_most=90, initial="2")
    incoterm = forms.ChoiceField(
        label=gettext_lazy("Duty and import tax"), choices=INCOTERMS, widget=forms.RadioSelect, initial="DAP"
    )
    quantity_min = WholeField(
        label=gettext_lazy("Smallest order"), at_least=1, at_most=1_000_000, initial="1", required=False
    )
    pack_multiple = WholeField(
        label=gettext_lazy("Sold in packs of"), at_least=1, at_most=1_000_000, initial="1", required=False
    )
    breaks = forms.CharField(
        label=gettext_lazy("Price breaks"),
        help_text=gettext_lazy("One a line: from how many, then the price of one. For example: 10 = 9.50"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )
    length_mm = MeasureField(label=gettext_lazy("Length in cm"), factor=10, required=False)
    width_mm = MeasureField(label=gettext_lazy("Width in cm"), factor=10, required=False)
    height_mm = MeasureField(label=gettext_lazy("Height in cm"), factor=10, required=False)
    gtin = forms.CharField(
        label=gettext_lazy("Barcode number (GTIN, EAN)"),
        max_length=14,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )

    WHOLESALE = ("quantity_min", "pack_multiple", "breaks")
    PARCEL = ("length_mm", "width_mm", "height_mm", "gtin")

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        price = self.fields["price"]
        assert isinstance(price, MoneyField)
        price.currency = currency
        known = [*INCOTERMS]
        used = self.initial.get("incoterm")
        if used and used not in dict(INCOTERMS):
            known.append((used, used))  # an imported offer under another Incoterm keeps it
        _choose(self, "incoterm", known)
        price.label = _("Price of one, in %(currency)s") % {"currency": currency}

    def clean_breaks(self) -> list[tuple[int, int]]:
        """[(from quantity, minor units)]."""
        found: list[tuple[int, int]] = []
        for line in self.cleaned_data["breaks"].splitlines():
            if not line.strip():
                continue
            quantity, _mark, price = line.replace(":", "=").partition("=")
            try:
                found.append((int(plain_decimal(quantity)), parse(plain_decimal(price), self.currency).minor))
            except (ValueError, BadAmount):
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read. Write it like: 10 = 9.50") % {"line": line.strip()[:40]}
                ) from None
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sides = [data.get(name) for name in ("length_mm", "width_mm", "height_mm")]
        if any(sides) and not all(sides):
            empty = next(name for name in ("length_mm", "width_mm", "height_mm") if not data.get(name))
            if empty not in self.errors:
                self.add_error(empty, _("Give all three sides, or none."))
        return data

    @property
    def initial_available(self) -> int | None:
        """The stock that the page showed when it was opened; None for a new offer."""
        shown = self.data.get(self.add_prefix("available_shown")) or self.initial.get("available")
        return int(shown) if shown is not None and is_count(str(shown)) else None

    @property
    def wholesale_open(self) -> bool:
        """Whether the folded part has something to show."""
        return self._any(self.WHOLESALE, defaults=("", "1"))

    @property
    def parcel_open(self) -> bool:
        return self._any(self.PARCEL, defaults=("",))

    def _any(self, names: Iterable[str], defaults: tuple[str, ...]) -> bool:
        return any(name in self.errors or str(self[name].value() or "") not in defaults for name in names)

    def variant(self) -> dict[str, Any]:
        """What add_variant and change_variant take."""
        data = self.cleaned_data
        sides = (data["length_mm"], data["width_mm"], data["height_mm"])
        return {
            "name": data["name"],
            "weight_g": data["weight_g"],
            "size_mm": sides if all(sides) else None,
            "gtin": data["gtin"],
        }

    def offer(self) -> dict[str, Any]:
        """What set_offer takes, without seller, variant, SKU and state."""
        data = self.cleaned_data
        return {
            "price": data["price"],
            "available": data["available"],
            "breaks": data["breaks"],
            "incoterm": data["incoterm"],
            "quantity_min": data["quantity_min"] or 1,
            "pack_multiple": data["pack_multiple"] or 1,
            "handling_days": data["handling_days"],
        }

    @staticmethod
    def initial_of(offer: OfferSnapshot, variant: VariantCard) -> dict[str, Any]:
        sides = variant.size_mm or (None, None, None)
        return {
            "name": variant.name,
            "price": Money(offer.price_minor, offer.currency),
            "available": str(offer.available),
            "weight_g": variant.weight_g,
            "sku": offer.sku,
            "handling_days": str(offer.handling_days),
            "incoterm": offer.incoterm,
            "quantity_min": str(offer.quantity_min),
            "pack_multiple": str(offer.pack_multiple),
            "breaks": "\n".join(f"{count} = {Money(minor, offer.currency).text}" for count, minor in offer.breaks),
            "length_mm": sides[0],
            "width_mm": sides[1],
            "height_mm": sides[2],
            "gtin": variant.gtin,
        }


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def quiet(form: Kind) -> Kind:
    """The same form with what was typed, without complaints: it was not sent to be saved."""
    form.full_clean()
    form.errors.clear()
    return form
