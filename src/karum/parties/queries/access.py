"""Who works where. ``access_business`` and ``access_operator`` are the only doors to what belongs to somebody."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from karum.parties.domain import Role
from karum.parties.models import Invitation, Membership, Person
from karum.parties.queries.anyone import Anyone
from karum.parties.queries.firms import BusinessCard, any_business_by_slug, businesses
from karum.runtime.wording import in_order


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Somebody who works in a business."""

    person_id: int
    full_name: str
    email: str
    role: Role


def businesses_of(person: Anyone) -> list[tuple[BusinessCard, Role]]:
    """Where the person works, by name, with her role there."""
    roles = dict(Membership.objects.filter(person_id=person.pk).values_list("business_id", "role")) if person.pk else {}
    cards = sorted(businesses(roles).values(), key=lambda card: card.id)
    found = in_order(cards, lambda card: card.name)
    return [(card, Role(roles[card.id])) for card in found]


def business_ids_of(person_id: int) -> list[int]:
    """The businesses that a person owns."""
    owned = Membership.objects.filter(person_id=person_id, role=Role.OWNER)
    return list(owned.order_by("business_id").values_list("business_id", flat=True))


def role_in(person: Anyone, business_id: int) -> Role | None:
    """The person's role in the business, None when she does not work there."""
    if not person.is_authenticated:
        return None
    role = (
        Membership.objects.filter(person_id=person.pk, business_id=business_id).values_list("role", flat=True).first()
    )
    return None if role is None else Role(role)


def access_business(person: Anyone, slug: str, *, need: Role = Role.PACKER) -> BusinessCard:
    """The business ``slug`` for someone who works there with at least the role ``need``.

    Raises Http404 for everybody else, so that nobody learns who works where; PermissionDenied when the role is too low.
    """
    found = any_business_by_slug(slug)
    role = role_in(person, found.id) if found else None
    if found is None or role is None:
        raise Http404
    if role < need:
        raise PermissionDenied
    return found


def access_operator(person: Anyone) -> Person:
    """The person when she works for the hub's operator. Raises PermissionDenied otherwise."""
    if not (isinstance(person, Person) and person.is_active and person.is_operator):
        raise PermissionDenied
    return person


def members(business_id: int) -> list[MemberCard]:
    """Who works in the business, owners first."""
    found = (
        Membership.objects.filter(business_id=business_id)
        .select_related("person")
        .order_by("-role", "person__full_name", "id")
    )
    return [MemberCard(row.person_id, row.person.full_name, row.person.email, Role(row.role)) for row in found]


def owners_emails(business_id: int) -> list[str]:
    """Where letters about the business go: its owners and managers."""
    return [card.email for card in members(business_id) if card.role >= Role.MANAGER]


def open_invitations(business_id: int) -> list[Invitation]:
    """Invitations that may still be accepted, newest first."""
    return list(_open_invitations().filter(business_id=business_id).order_by("-created_at"))


def invitation(token: str) -> Invitation | None:
    """The open invitation behind the link of a letter, or None when it was used, withdrawn or is too old."""
    return _open_invitations().filter(token=token).select_related("business", "invited_by").first()


def _open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
