"""A file of products, and what its rows do not say."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karum.catalogue.queries import categories
from karum.catalogue.services import ImportDefaults
from karum.desk.forms.choices import categories as category_choices
from karum.desk.forms.choices import languages
from karum.parties.locale import countries
from karum.parties.queries import BusinessCard

BYTES_MAX = 15 * 1024 * 1024
TABLE = "table"
SOURCES = [
    ("shopify", gettext_lazy("Shopify or this hub")),
    ("woocommerce", "WooCommerce"),
    ("etsy", "Etsy"),
    (TABLE, gettext_lazy("Another shop, or your own table")),
]


class ImportForm(forms.Form):
    """A file of products of another shop."""

    source = forms.ChoiceField(label=gettext_lazy("Where is the file from?"), choices=SOURCES)
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("As the other shop exports products, at most 15 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the texts"))
    category = forms.ChoiceField(label=gettext_lazy("Category, where the file says none"), required=False)
    origin = forms.ChoiceField(label=gettext_lazy("Country of origin, where the file says none"), required=False)
    weight_g = forms.IntegerField(
        label=gettext_lazy("Weight with packing in grams, where the file says none"),
        help_text=gettext_lazy("Etsy's file has no weights. Shipping and customs need one: correct it later."),
        min_value=1,
        max_value=1_000_000,
        required=False,
    )
    hs_code = forms.CharField(
        label=gettext_lazy("HS code, where the file says none"),
        max_length=14,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, business: BusinessCard, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": business.language, "origin": business.country}
        super().__init__(*args, **kwargs)
        spoken = get_language() or "en"
        for name, choices in (
            ("language", languages()),
            ("category", category_choices(categories(spoken))),
            ("origin", [("", "—"), *countries(spoken)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    @property
    def defaults(self) -> ImportDefaults:
        """What a row gets that does not say it itself."""
        data = self.cleaned_data
        return ImportDefaults(
            category=data["category"],
            hs_code=data["hs_code"],
            origin=data["origin"],
            language=data["language"],
            weight_g=data["weight_g"] or 0,
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > BYTES_MAX:
            raise forms.ValidationError(_("The file is larger than 15 MB. Split it."))
        return file
