"""Forms for shopping: where to deliver, and what to search for."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.conf import settings as django_settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from karum.catalogue.queries import Sort, Terms
from karum.money import exponent
from karum.parties.locale import countries, currencies
from karum.payments.queries import known_currencies
from karum.runtime.settings import settings


class LocaleForm(forms.Form):
    """Where to deliver, in which language to read, in which currency to see prices."""

    country = forms.ChoiceField(label=_("Deliver to"), help_text=_("Shipping, duty and tax depend on the country."))
    language = forms.ChoiceField(label=_("Language"), choices=django_settings.LANGUAGES)
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        help_text=_("Left empty, it is the currency of the country."),
    )
    data_saver = forms.BooleanField(
        label=_("Save data"),
        required=False,
        help_text=_("Pictures come only when you tap them, and lists are shorter."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = get_language() or "en"
        self.fields["country"].choices = [("", _("Choose your country")), *countries(language)]  # type: ignore[attr-defined]
        convertible = known_currencies()
        known = [(code, name) for code, name in currencies(language) if code in convertible]
        self.fields["currency"].choices = [("", _("The country's own")), *known]  # type: ignore[attr-defined]
        self.fields["country"].widget.attrs["autocomplete"] = "country"


@dataclass(frozen=True, slots=True)
class Asked:
    """What could be read of a search's address."""

    words: str = ""
    category: str = ""
    origin: str = ""
    price_min_minor: int | None = None
    price_max_minor: int | None = None
    terms: Terms = Terms.ANY
    in_stock: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1


class SearchForm(forms.Form):
    """The search's address: every field may be missing, and one that is wrong does not spoil the others."""

    q = forms.CharField(required=False, max_length=200, strip=True)
    category = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)
    origin = forms.ChoiceField(label=_("Made in"), required=False)
    terms = forms.ChoiceField(
        label=_("Sold"),
        required=False,
        choices=[
            ("", _("Any quantity")),
            (Terms.RETAIL, _("One by one")),
            (Terms.WHOLESALE, _("In quantity, cheaper")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            (Sort.RELEVANCE, _("Best match")),
            (Sort.NEWEST, _("Newest")),
            (Sort.PRICE, _("Price of the goods, lowest first")),
            (Sort.PRICE_DOWN, _("Price of the goods, highest first")),
        ],
    )
    min = forms.DecimalField(label=_("Price from"), required=False, min_value=0, max_digits=12, decimal_places=2)
    max = forms.DecimalField(label=_("Price to"), required=False, min_value=0, max_digits=12, decimal_places=2)
    in_stock = forms.BooleanField(label=_("In stock only"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        everywhere = [("", _("Anywhere")), *countries(get_language() or "en")]
        self.fields["origin"].choices = everywhere  # type: ignore[attr-defined]

    def offer_origins(self, codes: Iterable[str]) -> None:
        """Offer only these countries of origin and the chosen one: the search has told where its goods are from."""
        kept = {*codes, "", self["origin"].value() or ""}
        origin = self.fields["origin"]
        origin.choices = [pair for pair in origin.choices if pair[0] in kept]  # type: ignore[attr-defined]

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
            price_min_minor=_minor(given.get("min")),
            price_max_minor=_minor(given.get("max")),
            terms=Terms(given.get("terms") or ""),
            in_stock=bool(given.get("in_stock")),
            sort=Sort(given.get("sort") or Sort.RELEVANCE),
            page=given.get("page") or 1,
        )


def _minor(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount.scaleb(exponent(settings().hub_currency)))
