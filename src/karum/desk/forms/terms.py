"""How a shop's buyers may pay: a deposit first, or in cash on delivery."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.money import BadAmount, Money, parse
from karum.money.typed import plain_digits
from karum.orders.domain.instalments import SellerTerms
from karum.orders.terms import terms


class TermsForm(forms.Form):
    """``currency`` is the shop's, for the amount from which a deposit is enough. The hub's terms hold the bounds."""

    deposit = forms.BooleanField(label=gettext_lazy("For large orders a deposit is enough at first"), required=False)
    share = forms.IntegerField(label=gettext_lazy("Deposit, per cent of the price"), required=False)
    from_ = forms.CharField(label=gettext_lazy("For goods worth at least"), required=False, max_length=20)
    days = forms.IntegerField(label=gettext_lazy("Days to pay the balance"), required=False)
    cash = forms.BooleanField(
        label=gettext_lazy("Buyers may pay in cash on delivery"),
        help_text=gettext_lazy("Where the hub's couriers take it; it is held until the buyer has looked at the goods."),
        required=False,
    )

    def __init__(self, *args: Any, allowed: SellerTerms, currency: str, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "deposit": bool(allowed.deposit_bp),
            "share": allowed.deposit_bp // 100 or 30,
            "from_": allowed.deposit_from.text if allowed.deposit_from is not None else "",
            "days": allowed.balance_days or 7,
            "cash": allowed.cash,
        }
        super().__init__(*args, **kwargs)
        self.currency, hub = currency, terms()
        self.bounds = {
            "share": (hub.deposit_min_bp // 100, hub.deposit_max_bp // 100),
            "days": (hub.balance_min_days, hub.balance_max_days),
        }
        for name, (least, most) in self.bounds.items():
            self.fields[name].help_text = _("From %(least)s to %(most)s.") % {"least": least, "most": most}
            self.fields[name].widget.attrs.update({"min": least, "max": most, "inputmode": "numeric"})
        self.fields["from_"].help_text = _("In %(currency)s.") % {"currency": currency}
        self.fields["from_"].widget.attrs.update({"inputmode": "decimal", "dir": "ltr"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("deposit"):
            for name in ("share", "days", "from_"):
                self.errors.pop(name, None)
            return data
        for name, (least, most) in self.bounds.items():
            if name not in self.errors and not least <= (data.get(name) or 0) <= most:
                self.add_error(name, _("A number from %(least)s to %(most)s.") % {"least": least, "most": most})
        try:
            data["from_"] = parse(plain_digits(data.get("from_", "")).strip() or "0", self.currency)
        except BadAmount:
            self.add_error("from_", _("Write the amount like 12.50."))
        else:
            if data["from_"] < Money.zero(self.currency):
                self.add_error("from_", _("Write the amount like 12.50."))
        return data

    def chosen(self) -> SellerTerms:
        """Call after is_valid()."""
        data = self.cleaned_data
        if not data["deposit"]:
            return SellerTerms(cash=data["cash"])
        return SellerTerms(data["share"] * 100, data["from_"], data["days"], data["cash"])
