"""Everything that changes cases."""

from karum.disputes.services.act import CannotAct, Doer, Done, NotDone, Saying, act
from karum.disputes.services.chargebacks import note_chargeback
from karum.disputes.services.clocks import run_clocks
from karum.disputes.services.evidence import add_file
from karum.disputes.services.losses import approve_loss, bear_loss, drop_loss
from karum.disputes.services.neutrals import take
from karum.disputes.services.notes import say
from karum.disputes.services.opening import open_claim, open_exchange, open_return

__all__ = [
    "CannotAct",
    "Doer",
    "Done",
    "NotDone",
    "Saying",
    "act",
    "add_file",
    "approve_loss",
    "bear_loss",
    "drop_loss",
    "note_chargeback",
    "open_claim",
    "open_exchange",
    "open_return",
    "run_clocks",
    "say",
    "take",
]
