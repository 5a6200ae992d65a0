"""Forms of talk: a question, a message, a report, a saved reply."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext_lazy

from karum.catalogue.domain.plain_text import tidy
from karum.runtime.fields import choose, some, words_area
from karum.runtime.tongues import languages
from karum.talk.domain.saying import Reason
from karum.talk.domain.terms import terms
from karum.talk.words import reason_text

REPORT_WORDS_MAX = 1_000
NAME_MAX = 60


class SayForm(forms.Form):
    """A message. ``seen``: the last message on the page, so that a button pressed twice sends one."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    words = words_area(gettext_lazy("Message"), most=terms().words_max)
    language = forms.ChoiceField(label=gettext_lazy("I write in"))

    def __init__(self, *args: Any, seen: int, **kwargs: Any) -> None:
        first = {"seen": seen, "language": get_language() or "en"}
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **{"auto_id": "say_%s", **kwargs})
        choose(self, "language", languages())

    def clean_words(self) -> str:
        return some(tidy(self.cleaned_data["words"]))


class AskForm(forms.Form):
    """A first question. A guest also says where the answer goes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = words_area(gettext_lazy("Your question"), most=terms().words_max)
    language = forms.ChoiceField(label=gettext_lazy("I write in"))
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=NAME_MAX,
        required=False,
        help_text=gettext_lazy("The shop sees it. Nobody else does."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy("The hub sends you the answer. The shop does not see your address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("If it helps others, my question may stand on the product's page, without my name"),
        required=False,
    )

    def __init__(self, *args: Any, guest: bool, product: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), "language": get_language() or "en"} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        choose(self, "language", languages())
        if not guest:
            del self.fields["email"]
        if not product:
            del self.fields["may_publish"]

    def clean_words(self) -> str:
        return some(tidy(self.cleaned_data["words"]))


class ReportForm(forms.Form):
    """Show the conversation to the hub."""

    reason = forms.ChoiceField(label=gettext_lazy("What is wrong?"), widget=forms.RadioSelect)
    note = words_area(gettext_lazy("In your words"), most=REPORT_WORDS_MAX, required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "report_%s", **kwargs})
        choose(self, "reason", [(reason.value, reason_text(reason)) for reason in Reason])

    @property
    def because(self) -> Reason:
        """Call after is_valid()."""
        return Reason(self.cleaned_data["reason"])


class FreezeForm(ReportForm):
    """Why the hub closes a conversation. Both sides read it."""

    note = words_area(
        gettext_lazy("Your reasons"),
        most=REPORT_WORDS_MAX,
        rows=3,
        help_text=gettext_lazy("Both sides read them on their page."),
    )


class SavedReplyForm(forms.Form):
    """A reply that the shop keeps."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=NAME_MAX, help_text=gettext_lazy("Only your shop sees it.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    words = words_area(
        gettext_lazy("Reply"),
        most=terms().words_max,
        rows=6,
        help_text=gettext_lazy("{name}, {shop}, {product} and {order} are filled in for you."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "language", languages())

    def clean_words(self) -> str:
        return some(tidy(self.cleaned_data["words"]))

    def clean_name(self) -> str:
        return some(" ".join(self.cleaned_data["name"].split()))
