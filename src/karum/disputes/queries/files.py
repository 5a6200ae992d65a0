"""Where evidence lies, and who may read it."""

from pathlib import Path
from uuid import UUID

from django.http import Http404

from karum.disputes.models import Case, Evidence
from karum.runtime.settings import settings

_ENDINGS = {"pdf": "pdf", "picture": "webp"}


def path_of(key: UUID, kind: str) -> Path:
    """The file's place: named by chance, outside of what the web server shows by itself."""
    return Path(settings().data_dir) / "evidence" / key.hex[:2] / f"{key.hex}.{_ENDINGS[kind]}"


def access_file(case_id: int, key: UUID) -> Evidence:
    """A file of a case that the caller was given by one of the ``access_*``. Raises Http404 for any other."""
    row = Evidence.objects.filter(case_id=case_id, key=key).first()
    if row is None:
        raise Http404
    return row


def files_of(case: Case) -> list[Evidence]:
    """The files of a case, the oldest first."""
    return list(Evidence.objects.filter(case=case).order_by("id"))
