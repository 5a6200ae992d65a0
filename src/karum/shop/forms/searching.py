"""The search's address: words, filters, order and page, as plain GET."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from karum.catalogue.queries import Sort, Terms
from karum.money import exponent
from karum.parties.locale import COUNTRIES
from karum.runtime.settings import settings

SORTS = {
    Sort.RELEVANCE: _("Best match"),
    Sort.DOOR: _("Price at your door, lowest first"),
    Sort.ARRIVAL: _("Earliest delivery"),
    Sort.NEWEST: _("Newest"),
    Sort.PRICE: _("Price of the goods, lowest first"),
    Sort.PRICE_DOWN: _("Price of the goods, highest first"),
}
TERMS = {Terms.RETAIL: _("One by one"), Terms.WHOLESALE: _("In quantity, cheaper")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What could be read of a search's address. Prices of goods are in the hub's currency, door_max in the buyer's."""

    words: str = ""
    category: str = ""
    origin: str = ""
    material: str = ""
    price_min_minor: int | None = None
    price_max_minor: int | None = None
    door_max: int | None = None  # major units
    days: int | None = None
    terms: Terms = Terms.ANY
    in_stock: bool = False
    verified: bool = False
    small: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1


class OpenChoice(forms.ChoiceField):
    """A list whose choices are known only when the search has found: any value of the right shape may be asked for."""

    def __init__(self, shape: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.shape = re.compile(shape)

    def valid_value(self, value: object) -> bool:
        return bool(self.shape.fullmatch(str(value)))


class SearchForm(forms.Form):
    """Every field may be missing, and one that is wrong does not spoil the others.

    A choice may have any value of its kind: which ones a search offers is known when it has found (``offer``).
    """

    q = forms.CharField(required=False, max_length=200, strip=True)
    category = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=list(SORTS.items()))
    door_max = OpenChoice("[1-9][0-9]{0,11}", label=_("Price at your door"))
    days = OpenChoice("[1-9][0-9]{0,2}", label=_("With you"))
    origin = OpenChoice("[A-Z]{2}", label=_("Made in"))
    material = OpenChoice(r"[\w-]{1,80}", label=_("Material"))
    terms = forms.ChoiceField(
        label=pgettext_lazy("how goods are sold", "Sold"),
        required=False,
        choices=[("", _("Any quantity")), *TERMS.items()],
    )
    min = forms.DecimalField(label=_("Price from"), required=False, min_value=0, max_digits=12, decimal_places=2)
    max = forms.DecimalField(label=_("Price to"), required=False, min_value=0, max_digits=12, decimal_places=2)
    verified = forms.BooleanField(label=_("Verified sellers only"), required=False)
    small = forms.BooleanField(label=_("From small countries"), required=False)
    in_stock = forms.BooleanField(label=_("In stock only"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def clean_origin(self) -> str:
        """A country that there is."""
        code = str(self.cleaned_data["origin"])
        if code and code not in COUNTRIES:
            raise forms.ValidationError(_("Choose a country from the list."))
        return code

    def offer(self, lists: Mapping[str, Iterable[tuple[str, str]]], switches: Mapping[str, str]) -> None:
        """Show what a search found as choices: field -> (value, name) each, and switches: field -> its label."""
        for name, pairs in lists.items():
            self.fields[name].choices = list(pairs)  # type: ignore[attr-defined]
        for name, label in switches.items():
            self[name].label = label

    def readable(self) -> Asked:
        """Return what could be read; the rest counts as not given."""
        if not self.is_bound:
            return Asked()
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            words=given.get("q") or "",
            category=given.get("category") or "",
            origin=given.get("origin") or "",
            material=given.get("material") or "",
            price_min_minor=_minor(given.get("min")),
            price_max_minor=_minor(given.get("max")),
            door_max=int(given.get("door_max") or 0) or None,
            days=int(given.get("days") or 0) or None,
            terms=Terms(given.get("terms") or ""),
            in_stock=bool(given.get("in_stock")),
            verified=bool(given.get("verified")),
            small=bool(given.get("small")),
            sort=Sort(given.get("sort") or Sort.RELEVANCE),
            page=given.get("page") or 1,
        )


def _minor(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount.scaleb(exponent(settings().hub_currency)))
