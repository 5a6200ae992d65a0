"""Found a shop with few fields."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from karum.desk.forms.choices import currencies
from karum.parties.locale import countries
from karum.payments.queries import known_currencies


class SignUpForm(forms.Form):
    """Name, country, currency, language; everything else is asked when it is needed."""

    name = forms.CharField(
        label=gettext_lazy("Name of your shop"),
        help_text=gettext_lazy("As customers know you. You can change it later."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), help_text=gettext_lazy("Where the firm is and sends from. It stays.")
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency of your prices and payouts"), help_text=gettext_lazy("It stays.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("country", [("", "—"), *countries(get_language() or "en")]),
            ("currency", currencies(known_currencies())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
