"""Who pays, for limits of a person: a name that tells nobody who she is, and how well the hub knows her."""

import hashlib
import hmac

from karum.parties.queries import business_ids_of
from karum.payments.domain.corridors import Payer
from karum.payments.domain.tiers import tiers
from karum.payments.queries.tiers import tier_codes
from karum.runtime.settings import secret_key


def payer_of(person_id: int | None, email: str) -> Payer:
    """A person with an account by it, a guest by her e-mail. Of a guest nothing was shown; of a person what her firms
    showed, the best of them."""
    if person_id is None:
        return Payer(digest(f"email {email.strip().lower()}"), tiers().default)
    order = [tier.code for tier in tiers().tiers]
    shown = tier_codes(business_ids_of(person_id))
    return Payer(digest(f"person {person_id}"), max(shown, key=order.index, default=tiers().default))


def digest(text: str) -> str:
    """The same for the same text on this hub, and of no use elsewhere."""
    return hmac.new(b"karum.payments.payer:" + secret_key().encode(), text.encode(), hashlib.sha256).hexdigest()
