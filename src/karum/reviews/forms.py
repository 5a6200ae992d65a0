"""Forms of reviews: a buyer's, a seller's reply, a translation, a report, the hub's decision."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karum.catalogue.domain.plain_text import tidy
from karum.reviews.domain.names import Sign, first_word, initials
from karum.reviews.domain.rating import STARS
from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import Reason
from karum.reviews.models import Review
from karum.reviews.words import reason_text, stars_text
from karum.runtime.fields import choose, some, words_area
from karum.runtime.tongues import languages

REPORT_WORDS_MAX = 1_000


class ReviewForm(forms.Form):
    """Stars are enough; words, photos and a name help others."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    stars = forms.ChoiceField(label=gettext_lazy("How is it?"), widget=forms.RadioSelect)
    words = words_area(
        gettext_lazy("What should others know?"),
        most=terms().words_max,
        required=False,
        rows=5,
        help_text=gettext_lazy("Quality, size, packing, how it was sent. No names or telephone numbers, please."),
    )
    language = forms.ChoiceField(label=gettext_lazy("I write in"))
    sign = forms.ChoiceField(label=gettext_lazy("Sign it with"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, name: str, review: Review | None = None, **kwargs: Any) -> None:
        first: dict[str, Any] = {"key": uuid4(), "language": get_language() or "en", "sign": Sign.FIRST}
        if review is not None:
            first = {field: getattr(review, field) for field in ("key", "stars", "words", "language", "sign")}
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        choose(self, "stars", [(str(n), f"{'★' * n}{'☆' * (5 - n)} {stars_text(n)}") for n in STARS])
        choose(self, "language", languages())
        signs = [(Sign.FIRST, first_word(name)), (Sign.INITIALS, initials(name)), (Sign.NOBODY, _("No name"))]
        offered = [(sign.value, text) for sign, text in signs if text]
        choose(self, "sign", offered)
        if self.initial["sign"] not in dict(offered):
            self.initial["sign"] = Sign.NOBODY
        self.fields["stars"].error_messages["required"] = _("Choose how many stars.")

    def clean_words(self) -> str:
        return tidy(self.cleaned_data["words"])


class ReplyForm(forms.Form):
    """The seller's one reply, in public."""

    words = words_area(
        gettext_lazy("Your reply"),
        most=terms().words_max,
        help_text=gettext_lazy("Everybody reads it below the review."),
    )
    language = forms.ChoiceField(label=gettext_lazy("I write in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "language", languages())

    def clean_words(self) -> str:
        return some(tidy(self.cleaned_data["words"]))


class TranslationForm(forms.Form):
    """The review in another language, by a person."""

    to = forms.ChoiceField(label=gettext_lazy("Into"))
    text = words_area(
        gettext_lazy("Translation"),
        most=2 * terms().words_max,
        help_text=gettext_lazy("Say what the buyer said, no more and no less. It stands beside the original."),
    )

    def __init__(self, *args: Any, original: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "to", [(code, name) for code, name in languages() if code != original])

    def clean_text(self) -> str:
        return some(tidy(self.cleaned_data["text"]))


class ReportForm(forms.Form):
    """What is wrong with a review. That somebody did not like the goods is no reason."""

    reason = forms.ChoiceField(label=gettext_lazy("What is wrong with it?"), widget=forms.RadioSelect)
    words = words_area(gettext_lazy("In your words"), most=REPORT_WORDS_MAX, required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", [(reason.value, reason_text(reason)) for reason in Reason])

    @property
    def because(self) -> Reason:
        """Call after is_valid()."""
        return Reason(self.cleaned_data["reason"])


class DecisionForm(ReportForm):
    """Why the hub hides a review. Both sides read it."""

    words = words_area(
        gettext_lazy("Your reasons"),
        most=REPORT_WORDS_MAX,
        rows=3,
        help_text=gettext_lazy("Both sides get them in a letter."),
    )
