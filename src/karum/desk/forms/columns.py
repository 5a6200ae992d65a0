"""Which column of a table is which."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from karum.catalogue.domain.any_table import GRAMS, NEEDED, WORDS, Column, guessed, units_in

_LABELS = {
    "title": gettext_lazy("Title"),
    "price": gettext_lazy("Price of one"),
    "quantity": gettext_lazy("In stock"),
    "sku": gettext_lazy("Your article number (SKU)"),
    "grams": gettext_lazy("Weight"),
    "body": gettext_lazy("Description"),
    "category": gettext_lazy("Category"),
    "option1_value": gettext_lazy("Variant"),
    "image": gettext_lazy("Pictures"),
    "hs_code": gettext_lazy("HS code"),
    "origin": gettext_lazy("Country of origin"),
    "barcode": gettext_lazy("Barcode number (GTIN, EAN)"),
}
_EXAMPLE_CHARS = 30


class ColumnsForm(forms.Form):
    """A choice for each thing that a column can be; what the names tell is chosen already."""

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guess = guessed(columns)
        # The name stands in the value, so that a file with other columns is not read by the places of this one.
        values = {one.place: f"{one.place}:{one.name}"[:120] for one in columns}
        choices = [("", "—"), *((values[one.place], _shown(one)) for one in columns)]
        for ours in WORDS:
            self.fields[ours] = forms.ChoiceField(
                label=_LABELS[ours],
                choices=choices,
                required=ours in NEEDED,
                initial=values[guess[ours]] if ours in guess else "",
            )
        self.fields["unit"] = forms.ChoiceField(
            label=gettext_lazy("Weights are in"),
            choices=[(unit, unit) for unit in GRAMS],
            initial=next((unit for one in columns if one.place == guess.get("grams") for unit in units_in(one)), "g"),
        )

    @property
    def chosen(self) -> dict[str, int]:
        """Ours -> the column's place."""
        said = {ours: self.cleaned_data.get(ours) or "" for ours in WORDS}
        return {ours: int(value.split(":", 1)[0]) for ours, value in said.items() if value}


def _shown(column: Column) -> str:
    return f"{column.name}: {column.example[:_EXAMPLE_CHARS]}" if column.example else column.name
