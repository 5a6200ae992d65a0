"""The devices on which people are told: added by the browser itself, removed by a button."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.crypto import constant_time_compare

from karum.notices.domain.browsers import device_name
from karum.notices.domain.push_services import push_host
from karum.notices.models import Device
from karum.notices.services.push import DEVICES_MAX, bytes_of
from karum.parties.queries import Person


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser hands in (PushSubscription.toJSON)."""

    endpoint: str
    p256dh: str
    auth: str


@transaction.atomic
def add_device(person: Person, handed: Subscription, *, agent: str, now: datetime) -> Device | None:
    """Keep the device; one that is known already is hers from now on, for who signs in last sits before it.

    None for an address that is no known push service, and for keys that are none. More than ten devices: the oldest go.
    """
    if push_host(handed.endpoint) is None or not _keys_fit(handed):
        return None
    device, _made = Device.objects.update_or_create(
        endpoint=handed.endpoint,
        defaults={
            "person_id": person.pk,
            "p256dh": handed.p256dh,
            "auth": handed.auth,
            "name": device_name(agent),
            "added_at": now,
        },
    )
    kept = Device.objects.filter(person_id=person.pk).order_by("-added_at", "-id").values_list("id", flat=True)
    Device.objects.filter(person_id=person.pk).exclude(id__in=list(kept[:DEVICES_MAX])).delete()
    return device


@transaction.atomic
def renew_device(old: Subscription, handed: Subscription) -> bool:
    """Put a new address in the place of a device's old one; it stays its person's. False where none is known so.

    The old secret shows that it is this device: only the browser and the hub know it.
    """
    device = Device.objects.select_for_update().filter(endpoint=old.endpoint).first()
    known = device is not None and constant_time_compare(device.auth, old.auth)
    if device is None or not known or push_host(handed.endpoint) is None or not _keys_fit(handed):
        return False
    Device.objects.filter(endpoint=handed.endpoint).exclude(id=device.id).delete()
    device.endpoint, device.p256dh, device.auth = handed.endpoint, handed.p256dh, handed.auth
    device.save(update_fields=["endpoint", "p256dh", "auth"])
    return True


def remove_device(person: Person, device_id: int) -> bool:
    """Forget one of her devices; False when it is not hers."""
    return bool(Device.objects.filter(person_id=person.pk, id=device_id).delete()[0])


def remove_endpoint(person: Person, endpoint: str) -> None:
    """The browser itself says that it shall be told no more."""
    Device.objects.filter(person_id=person.pk, endpoint=endpoint).delete()


def _keys_fit(handed: Subscription) -> bool:
    """Whether the keys are a point on the curve and 16 bytes (RFC 8291)."""
    try:
        if len(handed.p256dh) > 100 or len(handed.auth) > 40:
            return False
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(handed.p256dh))
        return len(bytes_of(handed.auth)) == 16
    except ValueError:
        return False
