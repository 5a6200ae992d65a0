"""Languages that people write in: more than the hub's own pages speak."""

from babel import Locale
from django.conf import settings
from django.utils.translation import to_locale

from karum.runtime.wording import in_order, spoken

TONGUES = (
    "am", "ar", "bn", "de", "en", "es", "fa", "fil", "fr", "ha", "hi", "id", "it", "ja", "ka", "km", "ko", "mg",
    "mn", "ne", "nl", "no", "pl", "pt", "qu", "rw", "ru", "si", "so", "sw", "ta", "th", "tr", "uk", "ur", "uz",
    "vi", "yo", "zh-hans",
)  # fmt: skip


def languages() -> list[tuple[str, str]]:
    """Languages that a text may be in, by their names in the page's language; the hub's own languages first."""
    page = spoken()
    own = [code for code, _name in settings.LANGUAGES]
    others = ((code, _named(code, page)) for code in TONGUES if code not in own)
    rest = in_order(others, lambda pair: pair[1])
    return [(code, _named(code, page)) for code in own] + rest


def _named(code: str, page: Locale) -> str:
    return Locale.parse(to_locale(code)).get_display_name(page) or code
