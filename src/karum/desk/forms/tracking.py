"""Tracking numbers of many orders at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.desk.domain.spreadsheets import NotATable, decoded
from karum.desk.domain.tracking_lists import CHARS_MAX, Line, read_list

FILE_BYTES_MAX = 2 * CHARS_MAX


class TrackingForm(forms.Form):
    """Lines that were pasted, or a file; ``lines`` are those that name an order, ``lost`` the rows of the others."""

    lines: list[Line]
    lost: list[int]

    text = forms.CharField(
        label=gettext_lazy("Order numbers and tracking numbers"),
        help_text=gettext_lazy("One order on each line. Copied cells of a spreadsheet are fine, too."),
        required=False,
        max_length=CHARS_MAX,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 6, "dir": "ltr", "spellcheck": "false", "placeholder": "K-7F3A9-2QDMX RR123456785GB"}
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file, as your carrier gives it"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean_file(self) -> str:
        """The file's text; empty without a file."""
        upload = self.cleaned_data["file"]
        if not upload:
            return ""
        try:
            if upload.size > FILE_BYTES_MAX:
                raise NotATable
            return decoded(upload.read())
        except NotATable:
            raise forms.ValidationError(_("This file cannot be read. Save it as CSV, at most 200 KB.")) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text = "\n".join(part for part in (data.get("file", ""), data.get("text", "")) if part.strip())
        self.lines, self.lost = read_list(text)
        if not self.errors and not self.lines:
            self.add_error("text", _("No line names an order. Its number looks like K-7F3A9-2QDMX."))
        return data
