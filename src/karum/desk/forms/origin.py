"""What a seller states of the origin of her goods."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.desk.queries.origin import OriginOffer, origin_offers
from karum.orders.queries import OrderView
from karum.parties.speech import translated
from karum.rules.statements import Statement, languages_of, words_of
from karum.shipping.domain.origin import REFERENCE_NAMES
from karum.shipping.queries import last_reference


class OriginForm(forms.Form):
    """Under which agreement, for which goods, with which number. Only agreements that go by a statement are here."""

    proof = forms.ChoiceField(label=gettext_lazy("Agreement"), widget=forms.RadioSelect)
    lines = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which goods have this origin?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reference = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    criterion = forms.CharField(
        label=gettext_lazy("Criterion of origin"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    producer = forms.CharField(label=gettext_lazy("Who made the goods?"), max_length=120, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the words"))
    can_prove = forms.BooleanField(
        label=gettext_lazy("I can prove this origin, and I keep the evidence."),
        error_messages={
            "required": gettext_lazy("Tick this only when you can prove the origin: it is a legal declaration.")
        },
    )

    def __init__(self, *args: Any, order: OrderView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        self.offers = {one.proof.code: one for one in origin_offers(order) if one.proof.kind == "statement"}
        agreements = list(self.offers.values())
        self._choices("proof", [(one.proof.code, one.proof.agreement) for one in agreements])
        covered = sorted({line for one in agreements for line in one.lines})
        self._choices("lines", [(str(number), order.lines[number - 1].title) for number in covered])
        known = dict.fromkeys(language for one in agreements for language in languages_of(one.proof))
        self._choices("language", [(language, _LANGUAGES[language]) for language in known])
        if agreements:
            self._places(agreements)

    def _places(self, agreements: list[OriginOffer]) -> None:
        """Ask only for what the words of these agreements have a place for."""
        words = [words_of(one.proof) for one in agreements]
        first = agreements[0]
        self.initial = {
            "proof": first.proof.code,
            "lines": [str(number) for number in first.lines],
            "reference": last_reference(self.order.seller_id, first.proof.code),
            "producer": "the exporter",  # a word of the English statement, not of the page
            "language": "en",
        }
        numbers = dict.fromkeys(one.proof.reference for one in agreements if one.proof.reference)
        criteria = dict.fromkeys(example for one in agreements for example in one.proof.criteria)
        self.fields["reference"].label = " / ".join(translated(REFERENCE_NAMES[number]) for number in numbers)
        if criteria:
            self.fields["criterion"].help_text = _("For example: %(examples)s") % {"examples": ", ".join(criteria)}
        wanted = {
            "reference": bool(numbers),
            "criterion": any(said.needs_criterion for said in words),
            "producer": any(said.needs_producer for said in words),
        }
        for name, is_wanted in wanted.items():
            if not is_wanted:
                del self.fields[name]
        if "criterion" in self.fields:
            self.fields["criterion"].required = all(said.needs_criterion for said in words)

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Where there is only one thing to choose it is chosen already."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if len(choices) == 1:
            field.widget = field.hidden_widget()

    @property
    def statements(self) -> list[tuple[OriginOffer, Statement]]:
        """What each agreement offers, with its words."""
        return [(one, words_of(one.proof)) for one in self.offers.values()]

    @property
    def chosen(self) -> OriginOffer:
        return self.offers[self.cleaned_data["proof"]]

    @property
    def chosen_lines(self) -> list[int]:
        """The lines ticked that the agreement covers."""
        return [number for number in self.cleaned_data["lines"] if number in self.chosen.lines]


_LANGUAGES = {
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "es": gettext_lazy("Spanish"),
    "ar": gettext_lazy("Arabic"),
    "zh": gettext_lazy("Chinese"),
    "sw": gettext_lazy("Swahili"),
}
