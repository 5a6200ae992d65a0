"""The providers of this hub, by code."""

from karum.payments.providers import Provider
from karum.payments.providers.bank_transfer import BankTransfer
from karum.payments.providers.cash import Cash
from karum.payments.providers.sandbox import Sandbox

_KNOWN: dict[str, Provider] = {p.code: p for p in (Sandbox(), BankTransfer(), Cash())}


def provider(code: str) -> Provider:
    """Raises KeyError for a provider that this hub does not have."""
    return _KNOWN[code]


def is_known(code: str) -> bool:
    return code in _KNOWN
