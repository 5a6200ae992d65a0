"""What people read where a seller is away."""

from django.utils.translation import gettext as _

from karum.runtime.wording import day_text
from karum.shipping.domain.holidays import Holiday


def away_text(holiday: Holiday) -> str:
    """Why nothing can be bought of this seller today."""
    return _("This shop is on holiday. You can order again from %(day)s on.") % {"day": day_text(holiday.back)}
