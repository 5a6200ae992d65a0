"""The life of a chargeback, as data. Messages come late and out of order: "won" may be heard before "opened"."""

from enum import StrEnum

from karum.payments.domain.states import Happening


class ChargebackState(StrEnum):
    OPENED = "opened"  # the money is gone, an answer may bring it back
    WON = "won"  # the money is back
    LOST = "lost"


STATE_AFTER = {
    Happening.CHARGEBACK_OPENED: ChargebackState.OPENED,
    Happening.CHARGEBACK_WON: ChargebackState.WON,
    Happening.CHARGEBACK_LOST: ChargebackState.LOST,
}

TAKES = frozenset({ChargebackState.OPENED, ChargebackState.LOST})  # while in these, the money is not with the hub


def after_chargeback(state: ChargebackState | None, happening: Happening) -> ChargebackState | None:
    """The state that follows; None when it changes nothing. The last word of a provider counts, even a second one:
    card schemes have rounds, and what was won can be lost in the next.
    """
    following = STATE_AFTER[happening]
    if following is state or (state is not None and following is ChargebackState.OPENED):
        return None
    return following
