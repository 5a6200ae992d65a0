"""Writes of talk. Other packages come in through this door."""

from karum.talk.services.ask import Product, Question, ask, ask_about_order, confirm, forget_asker, forget_unconfirmed
from karum.talk.services.clocks import remind
from karum.talk.services.pictures import forget, made
from karum.talk.services.publish import allow, publish, withdraw
from karum.talk.services.replies import remove_reply, save_reply
from karum.talk.services.say import read_by, say
from karum.talk.services.watch import block, dismiss, freeze, report, thaw, unblock

__all__ = [
    "Product",
    "Question",
    "allow",
    "ask",
    "ask_about_order",
    "block",
    "confirm",
    "dismiss",
    "forget",
    "forget_asker",
    "forget_unconfirmed",
    "freeze",
    "made",
    "publish",
    "read_by",
    "remind",
    "remove_reply",
    "report",
    "save_reply",
    "say",
    "thaw",
    "unblock",
    "withdraw",
]
