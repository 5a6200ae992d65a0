"""Writes about saved things."""

from karum.saved.services.keep import (
    drop_wish,
    end_share,
    follow,
    forget_old_guests,
    forget_person,
    open_keeper,
    save_wish,
    share,
    unfollow,
)

__all__ = [
    "drop_wish",
    "end_share",
    "follow",
    "forget_old_guests",
    "forget_person",
    "open_keeper",
    "save_wish",
    "share",
    "unfollow",
]
