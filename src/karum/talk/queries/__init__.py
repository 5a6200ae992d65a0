"""Reads of talk. Nothing here writes."""

from karum.talk.queries.answers import AnswerView, answer_speed, much_answered, public_answers
from karum.talk.queries.conversations import (
    Show,
    TalkView,
    access_talk_as_asker,
    access_talk_as_operator,
    access_talk_as_seller,
    access_talk_of_order,
    count_reported,
    inbox,
    inbox_counts,
    mine,
    reported,
    unread,
    unread_of_person,
)
from karum.talk.queries.pictures import access_picture
from karum.talk.queries.replies import access_reply, filled_reply, replies

__all__ = [
    "AnswerView",
    "Show",
    "TalkView",
    "access_picture",
    "access_reply",
    "access_talk_as_asker",
    "access_talk_as_operator",
    "access_talk_as_seller",
    "access_talk_of_order",
    "answer_speed",
    "count_reported",
    "filled_reply",
    "inbox",
    "inbox_counts",
    "mine",
    "much_answered",
    "public_answers",
    "replies",
    "reported",
    "unread",
    "unread_of_person",
]
