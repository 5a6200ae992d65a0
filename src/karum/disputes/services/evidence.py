"""Files that show what happened: checked by their content, kept beside the pictures but never public."""

import hashlib
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from karum.catalogue.services.encoding import BYTES_MAX, encode
from karum.catalogue.services.problems import NotAccepted
from karum.disputes.domain.files import FILES_MAX, BadFile, FileKind, kind_of, plain_name
from karum.disputes.domain.states import FILED
from karum.disputes.models import Case, Evidence
from karum.disputes.queries.files import path_of
from karum.disputes.services.act import Doer
from karum.disputes.services.log import note
from karum.runtime.disk import write_whole

UPLOAD_BYTES_MAX = BYTES_MAX


@transaction.atomic
def add_file(case_id: int, doer: Doer, name: str, content: bytes, *, now: datetime) -> Evidence | BadFile:
    """Check a file and put it into the case. A picture is decoded and encoded anew; a PDF is kept as it is.

    The same file from the same side is kept once.
    """
    kind = kind_of(content)
    if isinstance(kind, BadFile):
        return kind
    if kind is FileKind.PICTURE:
        if len(content) > UPLOAD_BYTES_MAX:
            return BadFile.TOO_LARGE
        try:
            files = encode(content).files
        except NotAccepted:
            return BadFile.NOT_A_PICTURE
        content = files[max(place for place in files if place[1] == "webp")]
    case = Case.objects.select_for_update().get(id=case_id)
    digest = hashlib.sha256(content).hexdigest()
    mine = Evidence.objects.filter(case=case, side=doer.side)
    known = mine.filter(sha256=digest).first()
    if known is not None:
        return known
    if mine.count() >= FILES_MAX or case.closed_at is not None:
        return BadFile.TOO_MANY
    row = Evidence(
        key=uuid4(),
        case=case,
        side=doer.side,
        person_id=doer.person_id,
        name=plain_name(name),
        kind=kind,
        size_bytes=len(content),
        sha256=digest,
        at=now,
    )
    write_whole(path_of(row.key, kind), content)
    row.save()
    note(case, FILED, doer.side, doer.person_id, now, facts={"name": row.name, "file": str(row.key), "sha256": digest})
    case.save()
    return row
