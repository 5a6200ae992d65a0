"""What a person may do in a business."""

from enum import IntEnum

from karum.parties.domain.words import Said, gettext_noop


class Role(IntEnum):
    """Each role may do what the smaller ones may."""

    PACKER = 1
    """Sees orders, packs and ships them."""
    MANAGER = 2
    """Also products, prices, stock, the firm's page and its money, to look at."""
    OWNER = 3
    """Also people, bank account and payouts."""

    @property
    def label(self) -> Said:
        return _LABELS[self]

    @property
    def about(self) -> Said:
        return _ABOUT[self]

    @classmethod
    def named(cls, name: "str | int | Role") -> "Role":
        """Read ``owner``, ``"3"``, ``3`` or a Role. Raises ValueError for anything else."""
        if isinstance(name, str) and not name.isdigit():
            try:
                return cls[name.strip().upper()]
            except KeyError:
                raise ValueError(f"{name!r} is not a role; say owner, manager or packer") from None
        return cls(int(name))


_LABELS = {
    Role.PACKER: Said(gettext_noop("Packer")),
    Role.MANAGER: Said(gettext_noop("Manager")),
    Role.OWNER: Said(gettext_noop("Owner")),
}
_ABOUT = {
    Role.PACKER: Said(gettext_noop("Sees orders, packs and ships them.")),
    Role.MANAGER: Said(gettext_noop("Also looks after products, prices, stock and the firm's page.")),
    Role.OWNER: Said(gettext_noop("Also decides about people, bank account and payouts.")),
}
