"""What writes the books. Balances change in ``posting`` and nowhere else."""

from karum.ledger.services.expiring import expire_holds
from karum.ledger.services.posting import post, post_each
from karum.ledger.services.sealing import seal

__all__ = ["expire_holds", "post", "post_each", "seal"]
