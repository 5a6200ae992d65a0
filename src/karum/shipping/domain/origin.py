"""A seller's statement on origin for one order: who may write it, and what it then says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from karum.parties.domain.words import Said
from karum.parties.domain.words import gettext_noop as _
from karum.rules.statements import Proof, Statement
from karum.shipping.domain.parcels import Refused


@dataclass(frozen=True, slots=True)
class OriginCard:
    """A statement as it was made: ``lines`` of the order from 1, ``text`` word for word."""

    proof: str
    scheme: str
    language: str
    reference: str
    criterion: str
    lines: tuple[int, ...]
    text: str
    made_by: int | None
    made_at: datetime


REFERENCE_NAMES: dict[str, Said] = {
    "rex": Said(_("REX number (registered exporter)")),
    "rex-or-eori": Said(_("REX number; for exporters in the United Kingdom the EORI number")),
    "rex-or-japan": Said(_("REX number; for exporters in Japan the corporate number")),
    "rex-or-business": Said(_("REX number; for exporters in Canada the business number")),
    "eori-or-japan": Said(_("EORI number; for exporters in Japan the corporate number")),
    "eori-or-business": Said(_("EORI number; for exporters in Canada the business number")),
    "authorisation": Said(_("Number of the customs authorisation (approved exporter)")),
    "customs-identification": Said(_("Customs identification number, where you have one")),
}
"""What the number in a statement is called, by ``Proof.reference``."""

_ONLY = {
    "approved": _("Only an approved exporter may write this statement: fill in the number."),
    "registered": _("Only a registered exporter may write this statement: fill in the number."),
}
_ABOVE = {
    "approved": _("Above %(limit)s only an approved exporter may write this statement: fill in the number."),
    "registered": _("Above %(limit)s only a registered exporter may write this statement: fill in the number."),
}


def needs_number(proof: Proof, value: Decimal | None) -> bool:
    """Whether only an exporter with a number may state the origin of goods worth ``value``.

    value: in the currency of ``proof.limit``; None is unknown, and unknown is not below the limit.
    """
    if proof.above == "any":
        return False
    return proof.limit is None or value is None or value > proof.limit.value


def state(
    said: Statement,
    *,
    origin: str,
    reference: str,
    criterion: str,
    producer: str,
    lines: Collection[int],
    value: Decimal | None,
) -> str | Refused:
    """Return the words to print, or why they may not be written. ``origin``: the country's name."""
    if not lines:
        return Refused("lines", Said(_("Choose the goods whose origin you can prove.")))
    if needs_number(said.proof, value) and not reference:
        limit = said.proof.limit
        if limit is None:
            return Refused("reference", Said(_ONLY[said.proof.above]))
        return Refused("reference", Said(_ABOVE[said.proof.above], limit=f"{limit.currency} {limit.value}"))
    if said.needs_criterion and not criterion:
        return Refused("criterion", Said(_("Say which criterion of origin the goods meet.")))
    if said.needs_producer and not producer:
        return Refused("producer", Said(_("Say who made the goods, for example: the exporter.")))
    return said.filled(reference=reference, origin=origin, criterion=criterion, producer=producer)
