"""From when to when the shop is on holiday."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from karum.parties.speech import translated
from karum.shipping.domain.holidays import Holiday
from karum.shipping.domain.parcels import Refused

_DAY = forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d")
MODES = [
    ("stops", gettext_lazy("Nobody can order until I am back")),
    ("sells", gettext_lazy("People can order; I send when I am back")),
]


class HolidayForm(forms.Form):
    """First and last day, and what buyers may do meanwhile."""

    first = forms.DateField(label=gettext_lazy("First day away"), widget=_DAY)
    last = forms.DateField(label=gettext_lazy("Last day away"), widget=_DAY)
    mode = forms.ChoiceField(
        label=gettext_lazy("While you are away"), choices=MODES, widget=forms.RadioSelect, initial="stops"
    )

    def __init__(self, *args: Any, known: Holiday | None, **kwargs: Any) -> None:
        if known is not None:
            mode = "sells" if known.sells else "stops"
            kwargs["initial"] = {"first": known.first, "last": known.last, "mode": mode}
        super().__init__(*args, **kwargs)

    def refuse(self, refused: Refused) -> None:
        """Show an expected no of shipping at its field."""
        self.add_error(refused.field if refused.field in self.fields else None, translated(refused.message))
