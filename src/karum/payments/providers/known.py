"""The providers of this hub, by code."""

from karum.payments.providers import Provider
from karum.payments.providers.bank_transfer import BankTransfer
from karum.payments.providers.cash import Cash
from karum.payments.providers.momo import Momo
from karum.payments.providers.sandbox import Sandbox
from karum.payments.providers.stripe_cards import StripeCards
from karum.runtime.settings import settings

_KNOWN: dict[str, Provider] = {p.code: p for p in (Sandbox(), StripeCards(), Momo(), BankTransfer(), Cash())}


def provider(code: str) -> Provider:
    """Raises KeyError for a provider that this hub does not have."""
    return _KNOWN[code]


def half_set() -> list[str]:
    """Variables of the environment that are unset although others of the same provider are set."""
    knobs, unset = settings(), []
    groups = (
        {"STRIPE_SECRET_KEY": knobs.stripe_secret_key, "STRIPE_WEBHOOK_SECRET": knobs.stripe_webhook_secret},
        {
            "MOMO_ENVIRONMENT": knobs.momo_environment,
            "MOMO_COUNTRY": knobs.momo_country,
            "MOMO_CURRENCY": knobs.momo_currency,
            "MOMO_USER": knobs.momo_user,
            "MOMO_KEY": knobs.momo_key,
            "MOMO_COLLECTION_KEY": knobs.momo_collection_key,
            "MOMO_DISBURSEMENT_KEY": knobs.momo_disbursement_key,
        },
    )
    for group in groups:
        if any(group.values()):
            unset += [variable for variable, value in group.items() if not value]
    return unset


def is_known(code: str) -> bool:
    return code in _KNOWN
