"""Tables whose seller says which column is which."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from karum.catalogue.domain import any_table
from karum.catalogue.domain.any_table import Column
from karum.catalogue.domain.product_files import BrokenFile
from karum.catalogue.services.import_messages import file_message
from karum.catalogue.services.problems import NotAccepted


def table_columns(content: bytes) -> list[Column]:
    """The named columns of a file. Raises NotAccepted, field ``file``."""
    try:
        return any_table.columns_of(content)
    except BrokenFile as broken:
        raise NotAccepted({"file": file_message(broken.why, broken.row, broken.detail)}) from None


def table_as_shopify(content: bytes, chosen: Mapping[str, int], unit: str) -> bytes:
    """The file as Shopify writes it, see ``any_table.as_shopify``. Raises NotAccepted, field ``file``."""
    if len(set(chosen.values())) < len(chosen):
        raise NotAccepted({"file": _("Each column can be one thing only.")})
    try:
        return any_table.as_shopify(content, chosen, unit)
    except BrokenFile as broken:
        raise NotAccepted({"file": file_message(broken.why, broken.row, broken.detail)}) from None
