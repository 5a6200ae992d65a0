"""Reads about people and businesses. ``access_*`` are the only ways for a view to what belongs to somebody."""

from karum.parties.models import Person  # the type of whoever is signed in, for other packages
from karum.parties.queries.access import (
    MemberCard,
    access_business,
    access_operator,
    business_ids_of,
    businesses_of,
    invitation,
    members,
    open_invitations,
    owners_emails,
    role_in,
)
from karum.parties.queries.addresses import AddressCard, access_address, addresses_of
from karum.parties.queries.anyone import Anyone
from karum.parties.queries.firms import (
    BusinessCard,
    IdentifierCard,
    VerificationCard,
    all_businesses,
    business,
    business_by_slug,
    business_ids,
    businesses,
    closed,
    firms_without_owner,
    verifications,
)
from karum.parties.queries.people import DemoPerson, demo_people, full_name_of, letter, letters, passkey_count

__all__ = [
    "AddressCard",
    "Anyone",
    "BusinessCard",
    "DemoPerson",
    "IdentifierCard",
    "MemberCard",
    "Person",
    "VerificationCard",
    "access_address",
    "access_business",
    "access_operator",
    "addresses_of",
    "all_businesses",
    "business",
    "business_by_slug",
    "business_ids",
    "business_ids_of",
    "businesses",
    "businesses_of",
    "closed",
    "demo_people",
    "firms_without_owner",
    "full_name_of",
    "invitation",
    "letter",
    "letters",
    "members",
    "open_invitations",
    "owners_emails",
    "passkey_count",
    "role_in",
    "verifications",
]
