"""Forms of the console."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.compliance.services.decide import Verdict
from karum.money import BadAmount, Money, parse
from karum.orders.domain.states import Action
from karum.orders.queries.treasury import OpenPair
from karum.parties.domain import SCOPES
from karum.parties.speech import translated
from karum.payments.services.bank_queue import Decision
from karum.runtime.amounts import MoneyField
from karum.runtime.wording import money_text


class ActForm(forms.Form):
    """What the hub does with an order. ``amount`` is for a partial refund, in the order's currency."""

    action = forms.ChoiceField(
        choices=[
            (a.value, a.value) for a in (Action.CANCEL, Action.REFUND, Action.REFUND_REST, Action.DELIVER, Action.UNMET)
        ],
        widget=forms.HiddenInput,
    )
    amount = forms.CharField(label=gettext_lazy("Amount"), required=False, max_length=20)
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why: it stays in the audit trail.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, data["amount"] = data.get("amount", ""), None
        if data.get("action") == Action.REFUND:
            try:
                data["amount"] = parse(text.strip() or "0", self.currency)
            except BadAmount:
                self.add_error("amount", _("Write the amount like 12.50."))
            else:
                if not Money.zero(self.currency) < data["amount"]:
                    self.add_error("amount", _("The amount must be more than zero."))
        return data


class DecisionForm(forms.Form):
    """What a person decides about a case of screening, and why."""

    verdict = forms.ChoiceField(choices=[(v.value, v.value) for v in Verdict], widget=forms.HiddenInput)
    party_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Your reason"),
        help_text=gettext_lazy("What you compared, and what it showed. It stays in the audit trail."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say why: it stays in the audit trail.")},
    )


class EntryForm(forms.Form):
    """What a person decides about a movement at the bank, and why."""

    decision = forms.ChoiceField(choices=[(d.value, d.value) for d in Decision], widget=forms.HiddenInput)
    target = forms.CharField(required=False, max_length=140, widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Your reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say why: it stays in the audit trail.")},
    )


class DealForm(forms.Form):
    """A deal with the bank: what it took and what it gave. All that is open is proposed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    sold = MoneyField()
    bought = MoneyField()
    reference = forms.CharField(
        label=gettext_lazy("The bank's name for the deal"),
        help_text=gettext_lazy("As it will stand on the statement: it is then matched by itself."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, pair: OpenPair, **kwargs: Any) -> None:
        self.pair = pair
        sell, buy = pair.taken.currency, pair.given.currency
        kwargs["initial"] = {"sold": pair.taken} | (kwargs.get("initial") or {})
        super().__init__(*args, **{"auto_id": f"id_{sell}_{buy}_%s", **kwargs})
        for name, currency, label in (
            ("sold", sell, _("The bank took, in %(currency)s")),
            ("bought", buy, _("The bank gave, in %(currency)s")),
        ):
            field = self.fields[name]
            assert isinstance(field, MoneyField)
            field.currency, field.label = currency, label % {"currency": currency}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sold, bought = data.get("sold"), data.get("bought")
        if sold is not None and not Money.zero(sold.currency) < sold <= self.pair.taken:
            self.add_error("sold", _("From more than zero to %(most)s.") % {"most": money_text(self.pair.taken)})
        if bought is not None and not bought > Money.zero(bought.currency):
            self.add_error("bought", _("The amount must be more than zero."))
        return data


class VerificationForm(forms.Form):
    """A dated statement about a firm."""

    scope = forms.ChoiceField(label=gettext_lazy("What was checked"))
    statement = forms.CharField(
        label=gettext_lazy("What was found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    method = forms.CharField(label=gettext_lazy("How it was checked"), max_length=300, required=False)
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [(code, translated(said)) for code, said in SCOPES.items()]  # type: ignore[attr-defined]
