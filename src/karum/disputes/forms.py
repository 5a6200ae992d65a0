"""Forms of cases: what is wrong, and what somebody does about it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.catalogue.domain import OfferSnapshot
from karum.disputes.domain.states import Action, Kind, Problem, Wanted
from karum.disputes.services import Saying
from karum.disputes.words import action_text, problem_text, wanted_text
from karum.money import Money
from karum.orders.queries import LineView, OrderView
from karum.runtime.amounts import MoneyField

WORDS_MAX = 2_000
FILES_AT_ONCE_MAX = 5


def words_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A few sentences that the other side reads."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=WORDS_MAX,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please say why in a few words.")},
    )


class ProblemForm(forms.Form):
    """What is wrong, what the buyer wants, and her words: three taps."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(label=gettext_lazy("What is wrong?"), widget=forms.RadioSelect)
    wanted = forms.ChoiceField(
        label=gettext_lazy("What do you want?"), widget=forms.RadioSelect, initial=Wanted.FULL_REFUND
    )
    amount = MoneyField(required=False)
    variant = forms.ChoiceField(label=gettext_lazy("Which one instead?"), required=False)
    words = words_field(
        gettext_lazy("In your words"), help_text=gettext_lazy("The seller reads this, and the hub if it must decide.")
    )

    def __init__(
        self, *args: Any, order: OrderView, variants: Sequence[tuple[LineView, OfferSnapshot]], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"key": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.order = order
        what = [(problem.value, problem_text(problem)) for problem in Problem]
        what.append((Kind.RETURN.value, _("Nothing is wrong: I want to give it back")))
        if variants:
            what.append((Kind.EXCHANGE.value, _("Nothing is wrong: I want another size or colour")))
        self._choose("what", what)
        self._choose("wanted", [(wanted.value, wanted_text(wanted)) for wanted in Wanted])
        chosen = [(f"{line.position}-{one.id}", " · ".join((one.title, one.variant_name))) for line, one in variants]
        self._choose("variant", [("", _("Choose")), *chosen] if chosen else [])
        amount = self.fields["amount"]
        assert isinstance(amount, MoneyField)
        amount.currency = order.charge.currency
        amount.label = _("How much, in %(currency)s? Only for a part of the money") % {"currency": amount.currency}

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        what, wanted, amount = data.get("what"), data.get("wanted"), data.get("amount")
        part = wanted == Wanted.PART_REFUND and what not in (Kind.RETURN, Kind.EXCHANGE)
        if part and "amount" not in self.errors:
            if amount is None or amount <= Money.zero(amount.currency):
                self.add_error("amount", _("Write how much you want back."))
            elif self.order.left < amount:
                self.add_error("amount", _("At most %(left)s can go back.") % {"left": self.order.left})
        if what == Kind.EXCHANGE and not data.get("variant"):
            self.add_error("variant", _("Choose which one you want instead."))
        return data

    @property
    def instead(self) -> tuple[int, int]:
        """(position of the order's line, offer id). Call after is_valid()."""
        position, offer_id = self.cleaned_data["variant"].split("-")
        return int(position), int(offer_id)


# What each act asks for beside the button.
_WORDS = frozenset({Action.REFUSE, Action.CONTEST, Action.APPEAL, Action.PROPOSE, Action.DECIDE})
_TERMS = frozenset({Action.OFFER, Action.PROPOSE, Action.DECIDE})
_PARCEL = frozenset({Action.SEND_BACK, Action.REPLACE})


class ActForm(forms.Form):
    """One act in a case, with what it asks for. ``seen``: the last step of the log when the page was written."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, stage: str, left: Money, seen: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": seen} | (kwargs.get("initial") or {})
        super().__init__(*args, **{"auto_id": f"id_{action}_%s", **kwargs})
        self.action, self.label = action, action_text(action, stage)
        if action in _TERMS:
            label = _("Money back to the buyer, in %(currency)s") % {"currency": left.currency}
            self.fields["amount"] = MoneyField(
                currency=left.currency,
                label=label,
                required=False,
                help_text=_("From 0 to %(left)s.") % {"left": left},
            )
            self.fields["goods_back"] = forms.BooleanField(
                label=_("The goods come back first; then the money goes"), required=False
            )
            if action is not Action.DECIDE:
                self.fields["replacement"] = forms.BooleanField(
                    label=_("Instead of money: the same thing is sent again"), required=False
                )
        if action in _PARCEL:
            self.fields["carrier"] = forms.CharField(label=_("Who carries it?"), max_length=50)
            self.fields["tracking_number"] = forms.CharField(
                label=_("Tracking number"),
                max_length=60,
                required=action is Action.SEND_BACK,
                widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            )
        if action in _WORDS or action is Action.OFFER:
            needed = action in _WORDS
            self.fields["words"] = words_field(
                _("Your reasons") if needed else _("In your words"),
                required=needed,
                help_text=_("Both sides read this."),
            )

    @property
    def asks(self) -> bool:
        """Whether it has more than a button."""
        return len(self.fields) > 1

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.action in _TERMS and not data.get("replacement") and "amount" not in self.errors:
            amount = data.get("amount")
            if amount is None:
                self.add_error("amount", _("Write an amount; 0 for none."))
            elif not amount and data.get("goods_back"):
                self.add_error("goods_back", _("Goods come back only for money."))
        return data

    @property
    def saying(self) -> Saying:
        """What the services take. Call after is_valid()."""
        data = self.cleaned_data
        replacement = bool(data.get("replacement"))
        return Saying(
            words=data.get("words", ""),
            amount=None if replacement else data.get("amount"),
            goods_back=bool(data.get("goods_back")),
            replacement=replacement,
            carrier=data.get("carrier", ""),
            tracking_number=data.get("tracking_number", ""),
        )


class SayForm(forms.Form):
    """A message to the other side."""

    words = words_field(gettext_lazy("Message"), help_text=gettext_lazy("Both sides and the hub read this."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_say_%s", **kwargs})
