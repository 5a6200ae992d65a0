"""A form field as people meet it: label, input, help and what is wrong, tied together for screen readers."""

from collections.abc import Mapping

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    NullBooleanSelect,
    RadioSelect,
    Select,
    Widget,
)
from django.forms.utils import flatatt
from django.forms.widgets import EmailInput, Input, NumberInput, Textarea, URLInput
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

NOTHING = SafeString("")
_LEFT_TO_RIGHT = {"email", "tel", "url", "number"}


def field_html(field: BoundField, attrs: Mapping[str, str | bool] | None = None, *, quiet: bool = False) -> SafeString:
    """Write one field. Hidden fields are written bare."""
    if field.is_hidden:
        return field.as_widget()
    widget = field.field.widget
    identity = field.auto_id or field.html_name
    extra = {**_attributes(field, widget, identity), **(attrs or {})}
    help_text = (
        format_html('<p class="field__help" id="{}_help">{}</p>', identity, field.help_text)
        if field.help_text
        else NOTHING
    )
    errors = (
        format_html(
            '<div id="{}_error">{}</div>',
            identity,
            format_html_join("", '<p class="field__error">{}</p>', ((error,) for error in field.errors)),
        )
        if field.errors
        else NOTHING
    )
    wrong = " field--bad" if field.errors else ""
    label = _label(field, quiet)
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        described = (
            format_html(' aria-describedby="{}"', extra["aria-describedby"]) if "aria-describedby" in extra else NOTHING
        )
        choices = format_html_join("", "{}", ((_choice(choice),) for choice in field.subwidgets))
        return format_html(
            '<fieldset class="field{}"{}><legend>{}</legend>{}{}<div class="choices">{}</div></fieldset>',
            wrong, described, label, help_text, errors, choices,
        )  # fmt: skip
    control = _select(field, extra) if type(widget) in (Select, NullBooleanSelect) else field.as_widget(attrs=extra)
    if isinstance(widget, CheckboxInput):
        return format_html(
            '<div class="field field--row{}">{}<label for="{}">{}</label>{}{}</div>',
            wrong, control, field.id_for_label, label, help_text, errors,
        )  # fmt: skip
    return format_html(
        '<div class="field{}"><label for="{}">{}</label>{}{}{}</div>',
        wrong, field.id_for_label, label, help_text, control, errors,
    )  # fmt: skip


def _select(field: BoundField, attrs: dict[str, str | bool]) -> SafeString:
    """What ``as_widget`` writes, much faster for a list of all countries: Django renders a template for each option."""
    widget = field.field.widget
    attrs = field.build_widget_attrs(attrs, widget)
    if field.auto_id and "id" not in widget.attrs:
        attrs.setdefault("id", field.auto_id)
    parts = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    groups = []
    for name, options, _index in parts["optgroups"]:
        rows = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (("" if one["value"] is None else one["value"], flatatt(one["attrs"]), one["label"]) for one in options),
        )
        groups.append((format_html('<optgroup label="{}">{}</optgroup>', name, rows) if name else rows,))
    inside = format_html_join("\n", "{}", groups)
    return format_html('<select name="{}"{}>{}</select>', parts["name"], flatatt(parts["attrs"]), inside)


def _choice(choice: object) -> SafeString:
    tag, text = choice.tag(), choice.choice_label  # type: ignore[attr-defined]
    return format_html("<label>{}<span>{}</span></label>", tag, text)


def _label(field: BoundField, quiet: bool) -> SafeString:
    if quiet or field.field.required or isinstance(field.field.widget, CheckboxInput):
        return format_html("{}", field.label)
    return format_html('{} <span class="field__optional">({})</span>', field.label, _("optional"))


def _attributes(field: BoundField, widget: Widget, identity: str) -> dict[str, str | bool]:
    """What ties the input to its help and error, and lets people write in their own direction."""
    found: dict[str, str | bool] = {}
    parts = ([f"{identity}_help"] if field.help_text else []) + ([f"{identity}_error"] if field.errors else [])
    if parts:
        found["aria-describedby"] = " ".join(parts)
    if field.errors:
        found["aria-invalid"] = "true"
    if "dir" in widget.attrs:
        return found
    kind = widget.input_type if isinstance(widget, Input) else ""
    if kind in _LEFT_TO_RIGHT or isinstance(widget, (EmailInput, NumberInput, URLInput)):
        found["dir"] = "ltr"
    elif isinstance(widget, Textarea) or (isinstance(widget, Input) and not isinstance(widget, ClearableFileInput)):
        found["dir"] = "auto"
    return found
