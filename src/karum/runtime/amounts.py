"""Fields for amounts, weights and sizes as people type them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from karum.money import BadAmount, Money, exponent, parse
from karum.money.typed import is_count, plain_decimal


class MoneyField(forms.CharField):
    """An amount in major units of one currency; becomes Money."""

    def __init__(self, *, currency: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 24)
        super().__init__(**kwargs)
        self.currency = currency
        self.widget.attrs |= {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return value.text if isinstance(value, Money) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(plain_decimal(text), self.currency)
        except BadAmount:
            digits = exponent(self.currency)
            if digits == 0:
                raise ValidationError(
                    _("%(currency)s has no decimals. Write a whole number.") % {"currency": self.currency}
                ) from None
            raise ValidationError(
                _("Write an amount like 12.50, with at most %(digits)s decimals.") % {"digits": digits}
            ) from None


class MeasureField(forms.CharField):
    """A number with a unit that is stored in whole smaller units: 2.5 kg -> 2500 g (``factor`` 1000)."""

    def __init__(self, *, factor: int, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 16)
        super().__init__(**kwargs)
        self.factor = factor
        self.widget.attrs |= {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / self.factor:f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            typed = Decimal(plain_decimal(text))
        except InvalidOperation:
            raise ValidationError(_("Write a number, for example 2.5.")) from None
        if not typed.is_finite() or not 0 <= typed <= 10**9 // self.factor:
            raise ValidationError(_("Write a number, for example 2.5."))
        number = typed * self.factor
        if number != number.to_integral_value():
            raise ValidationError(_("This number has too many decimals."))
        return int(number)


class WholeField(forms.CharField):
    """A whole number in the digits of any script."""

    def __init__(self, *, at_least: int = 0, at_most: int = 1_000_000_000, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 14)
        super().__init__(**kwargs)
        self.at_least, self.at_most = at_least, at_most
        self.widget.attrs |= {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        digits = plain_decimal(text)
        if not is_count(digits) or not self.at_least <= int(digits) <= self.at_most:
            raise ValidationError(
                _("Write a whole number from %(from)s to %(to)s.") % {"from": self.at_least, "to": self.at_most}
            )
        return int(digits)
