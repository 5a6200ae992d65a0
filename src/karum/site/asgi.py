"""The hub as one ASGI application: bare paths, files and kept pages are answered before Django, others by it."""

from functools import cache

from django.conf import settings as django_settings
from django.utils import translation
from django.utils.module_loading import autodiscover_modules
from django.utils.translation.trans_real import parse_accept_lang_header

from karum.runtime.metrics import observe
from karum.runtime.settings import settings
from karum.runtime.web.files import Media, Static
from karum.runtime.web.health import Ready, alive
from karum.runtime.web.metrics import Metrics
from karum.runtime.web.threads import Threads
from karum.runtime.web.types import App, Headers, Receive, Scope, Send
from karum.site.errors import error_page
from karum.site.middleware import POLICY
from karum.site.wsgi import application as pages
from karum.site.wsgi import warm


def refusal(scope: Scope, status: int) -> tuple[Headers, bytes]:
    """The page for a request that Django never sees (413, 503), in the browser's language."""
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    language = django_settings.LANGUAGE_CODE
    for code, _ in parse_accept_lang_header(accepted):
        try:
            language = translation.get_supported_language_variant(code)
        except LookupError:
            continue
        break
    headers: Headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", POLICY.encode()),
    ]
    return headers, _page(status, language)


@cache
def _page(status: int, language: str) -> bytes:
    with translation.override(language):
        return error_page(status).content


class Hub:
    """Chooses who answers: exact paths first, then folders, then Django."""

    def __init__(self) -> None:
        from karum.shop.counter import counter  # after Django has been set up

        knobs = settings()
        autodiscover_modules("metrics")
        self.exact: dict[str, App] = {
            "/healthz": alive,
            "/readyz": Ready(warm),
            "/metrics": Metrics(knobs.metrics_token),
        }
        self.static = Static(django_settings.STATIC_ROOT, django_settings.STATIC_URL)
        self.media = Media(django_settings.MEDIA_ROOT, django_settings.MEDIA_URL)
        self.counter = counter
        self.pages = Threads(
            pages,
            threads=knobs.web_threads,
            waiting_max=knobs.web_waiting_max,
            body_bytes_max=knobs.upload_mb_max * 1_000_000,
            refusal=refusal,
            observe=observe,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        path: str = scope["path"]
        app = self.exact.get(path)
        if app is None:
            if path.startswith("/static/"):
                app = self.static
            elif path.startswith("/media/"):
                app = self.media
            elif given := self.counter.give(scope):
                app = given
            else:
                app = self.pages
        await app(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            from karum.insight.services import writer  # after Django has been set up

            writer()  # one thread in each web process
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = Hub()
