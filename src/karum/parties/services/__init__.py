"""Writes about people and businesses."""

from karum.parties.services.addresses import make_default, remove_address, save_address
from karum.parties.services.businesses import (
    add_identifier,
    create_business,
    edit_business,
    remove_identifier,
    set_active,
    verify,
    withdraw_verification,
)
from karum.parties.services.closing import close_account
from karum.parties.services.limits import forget_old_limits, forgive, too_fast, too_often
from karum.parties.services.members import accept, add_member, change_role, invite, remove_member, withdraw_invitation
from karum.parties.services.people import create_person, edit_person, forget_unconfirmed, note_zone, person_for_demo
from karum.parties.services.refusal import Refused
from karum.parties.services.stories import save_story

__all__ = [
    "Refused",
    "accept",
    "add_identifier",
    "add_member",
    "change_role",
    "close_account",
    "create_business",
    "create_person",
    "edit_business",
    "edit_person",
    "forget_old_limits",
    "forget_unconfirmed",
    "forgive",
    "invite",
    "make_default",
    "note_zone",
    "person_for_demo",
    "remove_address",
    "remove_identifier",
    "remove_member",
    "save_address",
    "save_story",
    "set_active",
    "too_fast",
    "too_often",
    "verify",
    "withdraw_invitation",
    "withdraw_verification",
]
