"""Whose saved things: by person, by the guest's cookie, by the link that she shared."""

from uuid import UUID

from karum.saved.models import Keeper


def keeper_of(person_id: int | None, guest_id: UUID | None) -> Keeper | None:
    """The person's own, else the guest's; None where nothing was saved."""
    if person_id is not None:
        return of_person(person_id)
    return Keeper.objects.filter(id=guest_id, person_id=None).first() if guest_id else None


def of_person(person_id: int) -> Keeper | None:
    """What a person keeps."""
    return Keeper.objects.filter(person_id=person_id).first()


def keeper_by_share(share: str) -> Keeper | None:
    """Whose wish list the link shows; None once she ended it."""
    return Keeper.objects.filter(share=share).first() if share else None
