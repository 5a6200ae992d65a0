"""What people switch on and off."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from karum.notices.domain.kinds import KINDS, Kind, about
from karum.notices.models import Choice, Device
from karum.notices.queries.switches import Wanted
from karum.parties.queries import Person, readers


@transaction.atomic
def choose(person: Person, wishes: Mapping[Kind, Wanted], *, now: datetime) -> None:
    """Keep what the person wants of each kind. A letter that must go goes all the same (``wanted`` sees to it)."""
    for kind, wish in wishes.items():
        by_email = wish.by_email if about(kind).can_be_off else None
        Choice.objects.update_or_create(
            person_id=person.pk,
            email="",
            kind=kind.value,
            defaults={"by_email": by_email, "by_push": wish.by_push, "changed_at": now},
        )


@transaction.atomic
def switch_letters(email: str, kinds: set[Kind], *, on: bool, now: datetime) -> None:
    """End (or begin again) letters of these kinds to an address, as its link says; kinds that must go stay."""
    reader = readers([email]).get(email.lower())
    who = {"person_id": reader.id, "email": ""} if reader else {"person_id": None, "email": email.lower()}
    for kind in kinds:
        if about(kind).can_be_off:
            Choice.objects.update_or_create(**who, kind=kind.value, defaults={"by_email": on, "changed_at": now})


@transaction.atomic
def forget_person(person_id: int) -> None:
    """Delete what a person chose, and her devices: her account is closed."""
    Choice.objects.filter(person_id=person_id).delete()
    Device.objects.filter(person_id=person_id).delete()


ALL_THAT_CAN_BE_OFF = {one.kind for one in KINDS if one.can_be_off}
