"""The pure part of parties: addresses, phone numbers, identifiers, roles. No database, no clock, no network."""

from karum.parties.domain.address_forms import AddressField, AddressForm, address_form, missing_message
from karum.parties.domain.addresses import PostalAddress, check_address, tidy_address
from karum.parties.domain.country_rules import known_country
from karum.parties.domain.identifiers import SCHEMES, Checked, check_identifier
from karum.parties.domain.kinds import KINDS
from karum.parties.domain.labels import address_lines, country_in_capitals, format_address
from karum.parties.domain.phones import CheckedPhone, check_phone, show_phone
from karum.parties.domain.roles import Role
from karum.parties.domain.verification import BADGE_SCOPES, SCOPES, is_current
from karum.parties.domain.words import Said
from karum.parties.domain.zones import known_time_zone, time_zone_of, time_zones_of

__all__ = [
    "BADGE_SCOPES",
    "KINDS",
    "SCHEMES",
    "SCOPES",
    "AddressField",
    "AddressForm",
    "Checked",
    "CheckedPhone",
    "PostalAddress",
    "Role",
    "Said",
    "address_form",
    "address_lines",
    "check_address",
    "check_identifier",
    "check_phone",
    "country_in_capitals",
    "format_address",
    "is_current",
    "known_country",
    "known_time_zone",
    "missing_message",
    "show_phone",
    "tidy_address",
    "time_zone_of",
    "time_zones_of",
]
