"""Template tags and filters that all packages' templates share. It is a built-in library: no ``{% load %}`` needed."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from karum.money import Money
from karum.orders.reasons import reason_text
from karum.runtime import wording
from karum.site.finding import bcp47
from karum.site.installed import worker_address
from karum.site.templatetags.drawn import icons, mark, mark_address
from karum.site.templatetags.fields import field_html
from karum.site.templatetags.options import ways_of
from karum.site.templatetags.receipts import SURENESS, Receipt, receipt_of, regime_text
from karum.site.templatetags.sharing import finding, json_ld
from karum.site.templatetags.waiting import waiting_picture

register = template.Library()

register.filter("money", wording.money_text)
register.filter("day", wording.day_text)
register.filter("long_day", wording.long_day_text)
register.filter("moment", wording.moment_text)
register.filter("month", wording.month_text)
register.filter("country", wording.country_text)
register.filter("language_name", wording.language_text)
register.filter("own_language", wording.own_language_text)
register.filter("currency_name", wording.currency_text)
register.filter("number", wording.number_text)
register.filter("rate", wording.rate_text)
register.filter("percent", wording.percent_text)
register.filter("reason", reason_text)
register.filter("regime", regime_text)
register.simple_tag(wording.days_text, name="days")
register.simple_tag(mark, name="mark")
register.simple_tag(mark_address, name="mark_address")
register.simple_tag(worker_address, name="worker_address")
register.filter("bcp47", bcp47)
register.filter("json_ld", json_ld)
register.inclusion_tag("site/_finding.html", takes_context=True, name="finding")(finding)


@register.filter
def sure(confidence: str) -> str:
    """How sure a figure is, by the letter of its source: ``From the official text``."""
    return str(SURENESS.get(confidence, ""))


@register.filter
def writes(code: str) -> str:
    """The direction that a language is written in: ``rtl`` or ``ltr``."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "auto"


@register.simple_tag(takes_context=True)
def weight(context: template.Context, grams: float | None) -> str:
    """A weight in the unit that the buyer's country uses."""
    place = context.get("deliver_to")
    return wording.weight_text(grams, getattr(place, "country", ""))


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the hub's icons, always beside words that say the same. Raises KeyError for a name that is not drawn."""
    return icons()[name]


@register.simple_tag
def field(bound: BoundField, *, quiet: bool = False, **attrs: str) -> SafeString:
    """Label, input, help and error of a form field. ``{% field form.email autocomplete="email" %}``.

    ``quiet``: no "(optional)", for filters where nothing is asked for.
    """
    return field_html(bound, {name.replace("_", "-"): value for name, value in attrs.items()}, quiet=quiet)


def _differs(language: str | None) -> bool:
    return bool(language) and (get_language() or "en").split("-")[0] != str(language).split("-")[0]


@register.filter(name="said")
@register.simple_tag(name="said")
def said(text: str, language: str | None = None) -> SafeString:
    """What somebody wrote, on one line, in its own language and direction."""
    if _differs(language):
        return format_html('<bdi lang="{}">{}</bdi>', bcp47(str(language)), text)
    return format_html("<bdi>{}</bdi>", text)


@register.simple_tag
def passage(text: str, language: str | None = None) -> SafeString:
    """What somebody wrote, in paragraphs; another language than the page's is named above it."""
    body = mark_safe(linebreaks(text, autoescape=True))  # noqa: S308
    if not _differs(language):
        return format_html('<div class="prose" dir="auto">{}</div>', body)
    note = _("In %(language)s") % {"language": wording.language_text(language)}
    return format_html(
        '<p class="small soft">{} {}</p><div class="prose" lang="{}" dir="{}">{}</div>',
        icons()["globe"], note, bcp47(str(language)), writes(str(language)), body,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def picture(
    context: template.Context,
    pictures: Any,
    sizes: str = "100vw",
    alt: str | None = None,
    loading: str = "lazy",
    fetchpriority: str = "",
) -> SafeString:
    """A picture in the formats and widths that were made of it; its box is kept free before it comes, so nothing jumps.

    ``pictures``: a PictureSet of the catalogue. None draws the hub's stand-in, which says nothing to a screen reader.
    For the data saver it is a place to tap.
    """
    if context.get("data_saver"):
        return waiting_picture(pictures, alt) if pictures else SafeString("")
    if not pictures:
        drawing = static("site/no-picture.svg")
        return format_html('<img src="{}" alt="" width="320" height="320" loading="lazy">', drawing)
    source = (
        format_html('<source type="image/avif" srcset="{}" sizes="{}">', pictures.avif, sizes) if pictures.avif else ""
    )
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" alt="{}" width="{}" height="{}" loading="{}"{}></picture>',
        source,
        pictures.url,
        pictures.webp,
        sizes,
        pictures.alt if alt is None else alt,
        pictures.width,
        pictures.height,
        loading,
        format_html(' fetchpriority="{}"', fetchpriority) if fetchpriority else "",
    )


@register.filter
def minor(amount_minor: int, currency: str) -> str:
    """An amount of minor units: ``{{ price|minor:offer.currency }}``."""
    return wording.money_text(Money(amount_minor, currency))


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: str) -> str:
    """The address's query with some words changed, from its first page: ``?{% query_with origin="KE" %}``."""
    kept = context["request"].GET.copy()
    kept.pop("page", None)
    for name, value in changes.items():
        kept[name] = value
    return str(kept.urlencode())


@register.inclusion_tag("site/_pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the pages of a list, keeping the other words of the address."""
    request: HttpRequest = context["request"]
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "query": page_query(request), "ellipsis": page.paginator.ELLIPSIS}


def page_query(request: HttpRequest) -> str:
    """The address's query without its page, ready for ``page=2``: ``q=cup&``."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


@register.inclusion_tag("site/_receipt.html")
def receipt(door: Any) -> dict[str, Any]:
    """The price at the door, part by part, each with its reason, its source and how sure it is.

    ``door``: a DoorPrice of orders.
    """
    found: Receipt = receipt_of(door)
    return {"receipt": found}


@register.inclusion_tag("site/_options.html")
def duty_options(landed: Any, origin: str = "", links: dict[str, str] | None = None) -> dict[str, Any]:
    """The ordinary duty beside the preferences: what each comes to, saves, and takes.

    ``landed``: an answer of the rules for one kind of goods. ``links``: scheme -> the page with that proof.
    """
    return {"ways": ways_of(landed, origin, links)}
