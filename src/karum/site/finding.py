"""What search engines and shared links are told of a page: its one address, its languages, its picture.

A page has one address without cookies, ``/p/cup``, which speaks the visitor's language, and one for each language of
the hub, ``/p/cup?lang=fr`` (docs/adr/0014). Whatever else stands in an address makes no page of its own, but for the
words below. A page that is not in the table is somebody's own, or a step of something, and is not to be found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings as django_settings
from django.http import HttpRequest

from karum.parties.locale import COUNTRY_WORD, LANGUAGE_WORD, locale_of
from karum.runtime.settings import settings

PAGES: Mapping[str, tuple[str, ...]] = {
    "shop:home": (),
    "shop:how": (),
    "shop:calculator": (),
    "shop:hs": (),
    "shop:markets": (),
    "shop:market": (),
    "shop:search": ("page",),
    "shop:category": ("page",),
    "shop:shop": ("page",),
    "shop:product": (),
    "reviews:product": ("page",),
    "reviews:seller": ("page",),
    "reviews:rules": (),
    "talk:answers": ("page",),
}
"""Route -> the words of its address that make a page of its own: pages of a list do, its filters do not."""

FORMS = frozenset({"shop:calculator", "shop:hs", "shop:markets"})
"""Routes whose other words are what somebody asked in a form: the answer is for her, not for search engines."""

_VIEW_ONLY = frozenset({LANGUAGE_WORD, COUNTRY_WORD})


@dataclass(frozen=True, slots=True)
class Addresses:
    """``canonical`` is this view's own address; ``others``: (language as BCP 47 or ``x-default``, address)."""

    canonical: str
    others: tuple[tuple[str, str], ...]
    hidden: bool  # not to be shown among results


def addresses(request: HttpRequest) -> Addresses | None:
    """Where the page of this request is found, or None when it is not to be found."""
    match = request.resolver_match
    kept_words = PAGES.get(match.view_name) if match else None
    if match is None or kept_words is None:
        return None
    asked = request.GET
    kept = {word: asked[word] for word in kept_words if _is_page(asked.get(word, ""))}
    base = settings().base_url + request.get_full_path().partition("?")[0]
    others = tuple((bcp47(code), _with(base, kept, code)) for code, _name in django_settings.LANGUAGES)
    hidden = match.view_name in FORMS and not _VIEW_ONLY.issuperset(asked)
    language = locale_of(request).language if asked.get(LANGUAGE_WORD) == locale_of(request).language else ""
    return Addresses(_with(base, kept, language), (*others, ("x-default", _with(base, kept, ""))), hidden)


def bcp47(code: str) -> str:
    """A language code as HTML wants it: ``zh-hans`` is ``zh-Hans``."""
    main, _dash, script = code.partition("-")
    return f"{main}-{script.title()}" if len(script) == 4 else code


def _with(base: str, kept: Mapping[str, str], language: str) -> str:
    words = {**kept, LANGUAGE_WORD: language} if language else kept
    return f"{base}?{urlencode(words)}" if words else base


def _is_page(text: str) -> bool:
    """A page after the first: that has the list's own address."""
    return text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 1
