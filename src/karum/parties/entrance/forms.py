"""The fields at the door."""

import unicodedata
from typing import Any, NoReturn

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, ConfirmEmailVerificationCodeForm, RequestLoginCodeForm
from allauth.account.forms import ConfirmLoginCodeForm as AllauthCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from karum.parties.domain.emails import plain_email
from karum.parties.entrance.adapters import PasskeyAdapter
from karum.parties.locale import locale_of
from karum.parties.services.people import person_at_the_door


def ascii_digits(text: str) -> str:
    """Read the digits of any script (٣, ३, ３) as 0 to 9."""
    return "".join(str(unicodedata.digit(mark, mark)) for mark in text)


def email_field(label: Any) -> forms.EmailField:
    """An e-mail address, typed on any keyboard."""
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. Write it like name@example.org."),
        },
    )


def code_field() -> forms.CharField:
    """The eight digits of a letter, with or without the dash."""
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Eight digits, for example 1234-5678. The dash may be left out."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "autofocus": True}
        ),
        error_messages={"required": _("Write the code from our letter.")},
    )


class EnterForm(RequestLoginCodeForm):  # type: ignore[misc]
    """One field for those who come back and those who are new: nobody learns who has an account here."""

    email = email_field(_("E-mail address"))

    def clean_email(self) -> str:
        """Find or make the person, and count how many letters went to this address."""
        email = plain_email(self.cleaned_data["email"])  # the letter goes to the very address that is looked up
        adapter = get_adapter()
        allowed = ratelimit.consume(context.request, action="request_login_code", key=email)
        if not allowed:
            raise forms.ValidationError(adapter.error_messages["rate_limited"], code="rate_limited")
        place = locale_of(context.request)
        self._user = person_at_the_door(email, language=place.language, country=place.country)
        return email


class LoginCodeForm(AllauthCodeForm):  # type: ignore[misc]
    """The code of a sign-in letter."""

    code = code_field()

    def clean_code(self) -> str:
        self.cleaned_data["code"] = ascii_digits(self.cleaned_data["code"])
        return str(super().clean_code())


class EmailCodeForm(ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code of a letter to a new address."""

    code = code_field()

    def clean_code(self) -> str:
        self.cleaned_data["code"] = ascii_digits(self.cleaned_data["code"])
        return str(super().clean_code())


class NewEmailForm(AddEmailForm):  # type: ignore[misc]
    """Another address to sign in with."""

    email = email_field(_("New e-mail address"))


# What the libraries below raise over an answer that no browser writes.
_NONSENSE = (AssertionError, AttributeError, InvalidSignature, LookupError, TypeError, ValueError)


def _refuse_nonsense() -> NoReturn:
    raise forms.ValidationError(PasskeyAdapter.error_messages["incorrect_code"], code="incorrect_code")


class CredentialField(forms.JSONField):
    """What the telephone answers, as JSON; a number of thousands of digits and a bottomless list are no answer."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid": PasskeyAdapter.error_messages["incorrect_code"]}

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class PasskeyLoginForm(LoginWebAuthnForm):  # type: ignore[misc]
    """What the telephone answers when someone signs in with it."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except _NONSENSE:
            _refuse_nonsense()


class PasskeyAgainForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """What the telephone answers when she says again who she is."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except _NONSENSE:
            _refuse_nonsense()


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: its name, and what the telephone or computer answers."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=100,
        required=False,
        help_text=_("So that you can tell your devices apart."),
    )
    credential = CredentialField()
    passwordless = None

    def clean(self) -> dict[str, Any]:
        """A passkey must ask its owner for finger, face or PIN: it stands for the whole sign-in."""
        self.cleaned_data["passwordless"] = True
        try:
            cleaned: dict[str, Any] = super().clean()
        except _NONSENSE:
            _refuse_nonsense()
        return cleaned


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = forms.CharField(
        label=_("Name of this passkey"), max_length=100, error_messages={"required": _("Give it a name.")}
    )
