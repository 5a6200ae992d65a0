"""Languages that people write in: more than the hub's own pages speak."""

from django.conf import settings

from karum.runtime.wording import in_order, language_text

TONGUES = (
    "am", "ar", "bn", "de", "en", "es", "fa", "fil", "fr", "ha", "hi", "id", "it", "ja", "ka", "km", "ko", "mg",
    "mn", "ne", "nl", "no", "pl", "pt", "qu", "rw", "ru", "si", "so", "sw", "ta", "th", "tr", "uk", "ur", "uz",
    "vi", "yo", "zh-hans",
)  # fmt: skip


def languages() -> list[tuple[str, str]]:
    """Languages that a text may be in, by their names in the page's language; the hub's own languages first."""
    own = [code for code, _name in settings.LANGUAGES]
    others = ((code, language_text(code)) for code in TONGUES if code not in own)
    rest = in_order(others, lambda pair: pair[1])
    return [(code, language_text(code)) for code in own] + rest
