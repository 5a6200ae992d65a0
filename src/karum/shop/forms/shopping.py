"""The form that asks where to deliver, in which language and currency."""

from django import forms
from django.conf import settings as django_settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from karum.parties.locale import countries, currencies
from karum.payments.queries import known_currencies


class LocaleForm(forms.Form):
    """Where to deliver, in which language to read, in which currency to see prices."""

    country = forms.ChoiceField(label=_("Deliver to"), help_text=_("Shipping, duty and tax depend on the country."))
    language = forms.ChoiceField(label=_("Language"), choices=django_settings.LANGUAGES)
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        help_text=_("Left empty, it is the currency of the country."),
    )
    data_saver = forms.BooleanField(
        label=_("Save data"),
        required=False,
        help_text=_("Pictures come only when you tap them, and lists are shorter."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = get_language() or "en"
        self.fields["country"].choices = [("", _("Choose your country")), *countries(language)]  # type: ignore[attr-defined]
        convertible = known_currencies()
        known = [(code, name) for code, name in currencies(language) if code in convertible]
        self.fields["currency"].choices = [("", _("The country's own")), *known]  # type: ignore[attr-defined]
        self.fields["country"].widget.attrs["autocomplete"] = "country"
