"""Lists to choose from, in the page's language."""

import unicodedata
from collections.abc import Iterable

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from karum.catalogue.queries import CategoryNode
from karum.desk.domain.regions import REGIONS

Choices = list[tuple[str, str]]
TONGUES = (
    "am", "ar", "bn", "de", "en", "es", "fa", "fil", "fr", "ha", "hi", "id", "it", "ja", "ka", "km", "ko", "mg",
    "mn", "ne", "nl", "no", "pl", "pt", "qu", "rw", "ru", "si", "so", "sw", "ta", "th", "tr", "uk", "ur", "uz",
    "vi", "yo", "zh-hans",
)  # fmt: skip


def _spoken() -> Locale:
    return Locale.parse(to_locale(get_language() or "en"))


def _key(pair: tuple[str, str]) -> str:
    return unicodedata.normalize("NFKD", pair[1]).casefold()


def countries(*, empty: bool = True) -> Choices:
    """Every country by its name."""
    names = _spoken().territories
    found = sorted(((code, names.get(code, code)) for region in REGIONS.values() for code in region), key=_key)
    return [("", _("Choose a country")), *found] if empty else found


def currencies(codes: Iterable[str]) -> Choices:
    """Currencies with their names: ``KES · Kenyan Shilling``."""
    names = _spoken().currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(codes)]


def languages() -> Choices:
    """Languages that a text may be in, by their names; the hub's own languages first."""
    spoken = _spoken()
    own = [code for code, _name in settings.LANGUAGES]
    named = [
        (code, Locale.parse(to_locale(code)).get_display_name(spoken) or code) for code in TONGUES if code not in own
    ]
    first = [(code, Locale.parse(to_locale(code)).get_display_name(spoken) or code) for code in own]
    return first + sorted(named, key=_key)


def categories(nodes: Iterable[CategoryNode]) -> list[tuple[str, Choices | str]]:
    """The tree of categories as groups of a select."""
    groups: list[tuple[str, Choices | str]] = [("", _("Choose a category"))]
    for node in nodes:
        rows: Choices = [(node.slug, node.name)]
        for child in node.children:
            rows.append((child.slug, f"{node.name} › {child.name}"))
            rows += [(deep.slug, f"{node.name} › {child.name} › {deep.name}") for deep in child.children]
        groups.append((node.name, rows))
    return groups
