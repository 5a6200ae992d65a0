"""Where the seller's money goes."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karum.parties.locale import countries
from karum.payments.domain.bank import BankDetails, has_iban


class BankForm(forms.Form):
    """An IBAN where the country has them, else account number and bank code."""

    holder = forms.CharField(
        label=gettext_lazy("Account holder"),
        help_text=gettext_lazy("The firm or person, as the bank writes the name."),
        max_length=140,
    )
    country = forms.ChoiceField(label=gettext_lazy("Country of the bank"))
    iban = forms.CharField(
        label=gettext_lazy("IBAN"),
        help_text=gettext_lazy("Copy it from a bank statement. Leave it empty where there are no IBANs."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    account_number = forms.CharField(
        label=gettext_lazy("Account number"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    bank_code = forms.CharField(
        label=gettext_lazy("BIC (SWIFT) or bank code"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, currency: str, home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = countries(get_language() or "en")
        country.initial = home

    @property
    def without_iban(self) -> bool:
        """Whether the part for countries without IBANs stands open."""
        names = ("country", "account_number", "bank_code")
        country, *rest = (str(self[name].value() or "") for name in names)
        return any(rest) or any(name in self.errors for name in names[1:]) or not has_iban(country)

    def details(self) -> BankDetails:
        """Call after is_valid()."""
        data = self.cleaned_data
        return BankDetails(
            holder=data["holder"],
            country=data["country"],
            currency=self.currency,
            iban=data["iban"],
            account_number=data["account_number"],
            bank_code=data["bank_code"],
        )

    def refuse(self, errors: dict[str, str]) -> None:
        """Say the codes of ``bank_errors`` at their fields."""
        for field, code in errors.items():
            self.add_error(field, _message(field, code, self.cleaned_data.get("country", "")))


def _message(field: str, code: str, country: str) -> str:
    if field == "iban" and code == "missing" and has_iban(country):
        return _("Banks in this country use IBANs. Write yours.")
    return {
        ("holder", "missing"): _("Write the name of the account holder."),
        ("iban", "wrong"): _("This is not an IBAN: a letter or digit is wrong. Compare it with a bank statement."),
        ("bank_code", "wrong_bic"): _("A BIC has 8 or 11 letters and digits. With an IBAN you may leave it empty."),
        ("account_number", "missing"): _("Write the account number."),
        ("account_number", "wrong"): _("An account number has 4 to 34 letters and digits."),
        ("bank_code", "missing"): _("Write the BIC or the bank code."),
    }.get((field, code), _("A bank code has 2 to 20 letters and digits."))
