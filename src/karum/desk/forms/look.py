"""The words of a shop's own page in one language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from karum.catalogue.services import NotAccepted
from karum.catalogue.services.fronts import POLICY_CHARS

STORY_CHARS = 2_000


class ShopWordsForm(forms.Form):
    """Story and promises. ``is_own``: the firm's own language; else a translation by a person."""

    story = forms.CharField(
        label=gettext_lazy("Your story"),
        help_text=gettext_lazy("Who you are, where, and how it is made. Buyers read it before they trust you."),
        max_length=STORY_CHARS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )
    policy = forms.CharField(
        label=gettext_lazy("What you promise"),
        help_text=gettext_lazy(
            "Returns that you take beyond the hub's rules, repairs, gifts, orders made to measure. "
            "The hub's own rules hold always and stand beside it."
        ),
        max_length=POLICY_CHARS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )

    def refuse(self, refused: NotAccepted) -> None:
        for message in refused.problems.values():
            self.add_error("policy", message)


class ShopPictureForm(forms.Form):
    """One picture of the shop's page and what it shows."""

    picture = forms.FileField(
        label=gettext_lazy("Photo from your phone or computer"),
        help_text=gettext_lazy("JPEG, PNG or WebP."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": gettext_lazy("Choose a picture first.")},
    )
    alt = forms.CharField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("One sentence for people who cannot see it."),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def refuse(self, refused: NotAccepted) -> None:
        for field, message in refused.problems.items():
            self.add_error(field if field in self.fields else None, message)

    def facts(self) -> dict[str, Any]:
        return {"alt": self.cleaned_data["alt"]}
