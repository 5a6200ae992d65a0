"""Static files: collected, named by their content and compressed, once for each change."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

import karum


def collect_static(say: Callable[[str], None]) -> None:
    """Bring STATIC_ROOT up to date. The mark is written last, so an interrupted collection is done again."""
    root = Path(settings.STATIC_ROOT)
    mark = root / ".made-from"
    now = _fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    say("Collecting static files.")
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(now)


def _fingerprint() -> str:
    seen = hashlib.sha256(f"{karum.__version__} {django.__version__}".encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            seen.update(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}".encode())
    return seen.hexdigest()
