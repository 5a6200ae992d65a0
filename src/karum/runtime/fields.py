"""Fields that forms of several packages have: words in any direction, a choice in the page's language."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


def words_area(label: Any, *, most: int, required: bool = True, rows: int = 4, help_text: Any = "") -> forms.CharField:
    """Room for words in any script, at most ``most`` characters, ``rows`` lines high."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a field its choices, in the page's language."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def some(text: str) -> str:
    """The text. Raises ValidationError when nothing is left of it."""
    if not text:
        raise forms.ValidationError(_("Please write something."))
    return text
