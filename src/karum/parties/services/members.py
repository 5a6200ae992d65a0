"""Who works in a business: invited by an owner, accepted by the person herself."""

from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from karum.parties.domain import Role
from karum.parties.domain.emails import plain_email
from karum.parties.domain.words import Said, gettext_noop
from karum.parties.events import IdentityChanged
from karum.parties.models import Business, Invitation, Membership, Person
from karum.parties.services.refusal import Refused
from karum.runtime import events
from karum.runtime.settings import settings

INVITATION_DAYS = 14
INVITATIONS_A_DAY_MAX = 30
"""More letters in a day than any firm hires people: a stolen account shall not write to the world."""
_LAST_OWNER = Said(gettext_noop("A business needs an owner. Make someone else an owner first."))


@transaction.atomic
def add_member(business_id: int, person: Person, role: Role | str | int) -> None:
    """Let the person work in the business with this role, in place of any earlier one."""
    Membership.objects.update_or_create(
        business_id=business_id, person=person, defaults={"role": Role.named(role).value}
    )
    events.publish(IdentityChanged(business_id))


@transaction.atomic
def change_role(business_id: int, person_id: int, role: Role) -> Refused | None:
    """Give a member another role; refused for the last owner."""
    _lock(business_id)
    if role < Role.OWNER and _is_last_owner(business_id, person_id):
        return Refused({"role": _LAST_OWNER})
    Membership.objects.filter(business_id=business_id, person_id=person_id).update(role=role.value)
    return None


@transaction.atomic
def remove_member(business_id: int, person_id: int) -> Refused | None:
    """End a person's work in the business; refused for the last owner."""
    _lock(business_id)
    if _is_last_owner(business_id, person_id):
        return Refused({"": _LAST_OWNER})
    Membership.objects.filter(business_id=business_id, person_id=person_id).delete()
    return None


@transaction.atomic
def invite(business_id: int, email: str, role: Role, *, by: Person) -> Invitation | Refused:
    """Send a letter that lets its reader join the business; an earlier open one to the same address is withdrawn."""
    row, email = _lock(business_id), plain_email(email)
    if Membership.objects.filter(business_id=business_id, person__email=email).exists():
        return Refused({"email": Said(gettext_noop("This person works here already."))})
    now = timezone.now()
    today = Invitation.objects.filter(business_id=business_id, created_at__gt=now - timedelta(days=1)).count()
    if today >= INVITATIONS_A_DAY_MAX:
        return Refused({"": Said(gettext_noop("That is enough invitations for one day. Send the others tomorrow."))})
    Invitation.objects.filter(business_id=business_id, email=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    invitation = Invitation.objects.create(
        business=row,
        email=email,
        role=role.value,
        invited_by=by,
        created_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    transaction.on_commit(lambda: _write_letter(invitation))
    return invitation


@transaction.atomic
def accept(invitation: Invitation, person: Person) -> Refused | None:
    """The person joins. Refused when the letter went to another address than hers, or was used or withdrawn meanwhile.

    A member who is invited to a smaller role keeps the bigger one.
    """
    row = Invitation.objects.select_for_update().get(id=invitation.id)
    if row.accepted_at or row.withdrawn_at or row.expires_at <= timezone.now():
        return Refused({"": Said(gettext_noop("This invitation is no longer open. Ask for a new one."))})
    if row.email.lower() != person.email.lower():
        return Refused(
            {"": Said(gettext_noop("This invitation was sent to another e-mail address. Sign in with that one."))}
        )
    _lock(row.business_id)
    present = Membership.objects.filter(business_id=row.business_id, person=person).first()
    if present is None:
        Membership.objects.create(business_id=row.business_id, person=person, role=row.role)
        events.publish(IdentityChanged(row.business_id))
    elif present.role < row.role:
        Membership.objects.filter(id=present.id).update(role=row.role)
    Invitation.objects.filter(id=row.id).update(accepted_at=timezone.now())
    return None


def withdraw_invitation(business_id: int, invitation_id: int) -> None:
    """The link in the letter stops working."""
    Invitation.objects.filter(business_id=business_id, id=invitation_id, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


def _lock(business_id: int) -> Business:
    return Business.objects.select_for_update().get(id=business_id)


def _is_last_owner(business_id: int, person_id: int) -> bool:
    owners = Membership.objects.filter(business_id=business_id, role=Role.OWNER.value)
    return owners.filter(person_id=person_id).exists() and owners.count() == 1


def _write_letter(invitation: Invitation) -> None:
    reader = Person.objects.filter(email=invitation.email).first()
    with translation.override(reader.language if reader else invitation.business.language):
        context = {
            "invitation": invitation,
            "business": invitation.business.name,
            "inviter": str(invitation.invited_by),
            "role": gettext(Role(invitation.role).label.msgid),
            "hub_name": settings().hub_name,
            "link": settings().base_url + reverse("parties:invitation", args=[invitation.token]),
            "days": INVITATION_DAYS,
        }
        subject = gettext("%(inviter)s invites you to work at %(business)s") % context
        body = render_to_string("parties/mail/invitation.txt", context)
    send_mail(" ".join(subject.split()), body, None, [invitation.email])
