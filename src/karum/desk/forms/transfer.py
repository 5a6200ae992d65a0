"""A file of products, and what its rows do not say."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karum.catalogue.queries import categories
from karum.desk.forms.choices import categories as category_choices
from karum.desk.forms.choices import languages
from karum.parties.locale import countries
from karum.parties.queries import BusinessCard

BYTES_MAX = 20 * 1024 * 1024


class ImportForm(forms.Form):
    """Shopify's product CSV."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("In the form that Shopify exports products, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the texts"))
    category = forms.ChoiceField(label=gettext_lazy("Category, where the file says none"), required=False)
    origin = forms.ChoiceField(label=gettext_lazy("Country of origin, where the file says none"), required=False)
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

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > BYTES_MAX:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it."))
        return file
