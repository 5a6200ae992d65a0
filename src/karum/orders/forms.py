"""Forms of cart, checkout and order pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karum.orders.queries.carts import Parcel


class LineForm(forms.Form):
    """One line of the cart."""

    offer_id = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    quantity = forms.IntegerField(min_value=0, max_value=1_000_000, label=_("Quantity"))


class EmailForm(forms.Form):
    """Where letters about the order go."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("For the confirmation and for news of your parcel. Nothing else."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Write your e-mail address: we send the confirmation there."),
            "invalid": _("This is not an e-mail address. It looks like name@example.org."),
        },
    )


class DeliveryForm(forms.Form):
    """The way of delivery for each parcel, and how it is paid; the fields are named by seller."""

    def __init__(self, *args: Any, parcels: tuple[Parcel, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parcel in parcels:
            codes = [(way.option.code, way.option.name) for way in parcel.ways]
            self.fields[f"seller_{parcel.seller.id}"] = forms.ChoiceField(
                choices=codes,
                initial=parcel.chosen.code if parcel.chosen else None,
                error_messages={
                    "required": _("Choose how this parcel shall come."),
                    "invalid_choice": _("This way of delivery is not offered any more. Choose another one."),
                },
            )

            if len(parcel.plans) > 1:
                self.fields[f"way_{parcel.seller.id}"] = forms.ChoiceField(
                    choices=[(plan.way.value, plan.way.value) for plan in parcel.plans],
                    required=False,
                    error_messages={
                        "invalid_choice": _("This way to pay is not offered any more. Choose another one.")
                    },
                )

    def chosen(self) -> dict[int, str]:
        """Seller id -> option code. Call after is_valid()."""
        return self._named("seller_")

    def ways(self) -> dict[int, str]:
        """Seller id -> way to pay, where there is a choice. Call after is_valid()."""
        return self._named("way_")

    def _named(self, prefix: str) -> dict[int, str]:
        return {
            int(name.removeprefix(prefix)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value
        }


class ReasonForm(forms.Form):
    """Why an order is cancelled, in the buyer's own words; may stay empty."""

    note = forms.CharField(
        label=_("Why? (if you like)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
