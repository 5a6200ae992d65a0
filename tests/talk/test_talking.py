"""Questions reach the shop, answers reach the buyer, and nothing is public that she does not allow."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.db import Error, connection, transaction

from karum.catalogue.services.problems import NotAccepted
from karum.orders.queries import access_order_as_operator
from karum.seeds.factories import make_business, make_orders
from karum.talk import checks, letters, services, tasks
from karum.talk.domain.saying import NotSaid, Reason, Side
from karum.talk.domain.terms import terms
from karum.talk.models import Conversation, Message, PublicAnswer, TalkEvent
from karum.talk.queries import (
    Show,
    TalkView,
    access_talk_as_seller,
    answer_speed,
    filled_reply,
    inbox,
    inbox_counts,
    mine,
    public_answers,
    reported,
    unread,
    unread_of_person,
)
from karum.talk.services import Question
from karum.talk.words import speed_text
from tests.talk.conftest import HOUR, NOW, World

pytestmark = pytest.mark.django_db


def again(row: Conversation) -> Conversation:
    return Conversation.objects.get(pk=row.pk)


def test_a_question_starts_the_shops_clock_and_an_answer_stops_it(world: World) -> None:
    row = world.ask()
    assert unread(world.seller.id) == 1
    (talk,) = inbox(world.seller.id)
    assert talk.due_at == NOW + terms().answer_time
    world.answer(row)
    row = again(row)
    assert (row.waiting_since, row.answered_after_s, row.asker_unread) == (None, 3 * 3600, True)
    assert inbox(world.seller.id) == []
    assert inbox_counts(world.seller.id)[Show.ALL] == 1
    assert unread(world.seller.id) == 0
    assert unread_of_person(world.buyer.pk) == 1
    services.read_by(row.pk, Side.ASKER)
    assert unread_of_person(world.buyer.pk) == 0
    assert [talk.key for talk in mine(world.buyer)] == [row.key]


def test_a_guests_question_waits_until_the_address_is_hers(world: World, mailoutbox: list[EmailMessage]) -> None:
    row = world.ask(guest="anke@people.example")
    assert unread(world.seller.id) == 0
    assert inbox_counts(world.seller.id)[Show.ALL] == 0
    assert letters.ask_to_confirm(row.pk) == 1
    (letter,) = mailoutbox
    assert letter.to == ["anke@people.example"]
    assert "dishwasher" not in str(letter.body), "nobody sends her own words to others through the hub"
    said = services.say(row.pk, Side.ASKER, "Hello?", "en", person_id=None, now=NOW)
    assert said is NotSaid.UNCONFIRMED
    assert services.confirm(row.pk, now=NOW + HOUR)
    assert not services.confirm(row.pk, now=NOW + HOUR), "once"
    assert unread(world.seller.id) == 1
    assert again(row).waiting_since == NOW + HOUR
    assert letters.ask_to_confirm(row.pk) == 0


def test_nobody_fills_anothers_mailbox_with_letters_to_confirm(world: World) -> None:
    for _time in range(terms().unconfirmed_max):
        world.ask(guest="victim@people.example")
    question = Question(uuid4(), world.seller.id, "Hello", "en", "Victim@people.example")
    assert services.ask(question, now=NOW) is NotSaid.TOO_MANY_LETTERS


def test_what_she_asked_as_a_guest_is_hers_when_she_signs_in(world: World) -> None:
    row = world.ask(guest=world.buyer.email.upper())
    assert mine(world.buyer) == [], "somebody else may have typed her address"
    services.confirm(row.pk, now=NOW)
    assert [talk.key for talk in mine(world.buyer)] == [row.key]


def test_what_nobody_confirms_is_forgotten(world: World) -> None:
    row, kept = world.ask(guest="nobody@people.example"), world.ask()
    late = NOW + terms().confirm_time + HOUR
    assert not services.confirm(row.pk, now=late)
    assert services.forget_unconfirmed(now=NOW) == 0
    assert services.forget_unconfirmed(now=late) == 1
    assert list(Conversation.objects.values_list("pk", flat=True)) == [kept.pk]


def test_a_button_pressed_twice_asks_and_says_once(world: World) -> None:
    question = Question(uuid4(), world.seller.id, "Hello", "en", world.buyer.email, person_id=world.buyer.pk)
    assert services.ask(question, now=NOW) == services.ask(question, now=NOW)
    row = world.ask()
    for _time in range(2):
        services.say(row.pk, Side.SELLER, "Yes.", "en", person_id=world.owner.pk, now=NOW, seen=1)
    assert row.messages.count() == 2
    services.say(row.pk, Side.SELLER, "Yes.", "en", person_id=world.owner.pk, now=NOW, seen=2)
    assert row.messages.count() == 3, "said again on purpose"


def test_nobody_talks_without_end_and_nobody_is_sent_to_a_payment(world: World) -> None:
    row = world.ask()
    for _time in range(terms().in_a_row_max - 1):
        assert isinstance(services.say(row.pk, Side.ASKER, "And?", "en", person_id=None, now=NOW), Message)
    assert services.say(row.pk, Side.ASKER, "And?", "en", person_id=None, now=NOW) is NotSaid.TOO_MANY
    world.answer(row)
    assert isinstance(services.say(row.pk, Side.ASKER, "And?", "en", person_id=None, now=NOW), Message)
    paid = services.say(row.pk, Side.SELLER, "Pay at paypal.me/kiln", "en", person_id=None, now=NOW)
    assert paid is NotSaid.PAY_LINK
    warned = services.say(row.pk, Side.SELLER, "Write me on Telegram", "en", person_id=None, now=NOW)
    assert isinstance(warned, Message)
    assert warned.hints == ["service"]


def test_who_blocks_hears_nothing_more_and_may_change_her_mind(world: World) -> None:
    row, other = world.ask(), world.ask("And the red one?")
    services.block(row.pk, Side.SELLER, person_id=world.owner.pk, now=NOW)
    assert services.say(other.pk, Side.ASKER, "Hello?", "en", person_id=None, now=NOW) is NotSaid.BLOCKED
    question = Question(uuid4(), world.seller.id, "Hello", "en", world.buyer.email.upper(), person_id=world.buyer.pk)
    assert services.ask(question, now=NOW) is NotSaid.BLOCKED
    assert inbox(world.seller.id) == []
    assert inbox_counts(world.seller.id)[Show.BLOCKED] == 2
    assert letters.send(row.pk, 1) == 0
    services.unblock(row.pk, Side.SELLER, person_id=world.owner.pk, now=NOW)
    assert isinstance(services.say(other.pk, Side.ASKER, "Hello?", "en", person_id=None, now=NOW), Message)


def test_both_sides_get_letters_without_each_others_address(world: World, mailoutbox: list[EmailMessage]) -> None:
    row = world.ask("Is it\nblue?")
    world.answer(row, "Yes. Write me on WhatsApp.")
    assert [letters.send(row.pk, step) for step in (1, 2)] == [1, 1]
    to_shop, to_buyer = mailoutbox
    assert to_shop.to == [world.owner.email]
    assert "> blue?" in str(to_shop.body)
    assert world.buyer.email not in to_shop.message().as_string()
    assert to_buyer.to == [world.buyer.email]
    assert world.owner.email not in to_buyer.message().as_string()
    assert "Pay only on the hub" in str(to_buyer.body)


def test_who_closes_her_account_is_forgotten_and_hears_nothing_more(
    world: World, mailoutbox: list[EmailMessage]
) -> None:
    row = world.ask()
    tasks.person_closed(world.buyer.pk)
    row.refresh_from_db()
    assert (row.person_id, row.email, row.name) == (None, "", "")
    assert row.messages.get().words == "Is it dishwasher safe?"
    message = world.answer(row)
    mailoutbox.clear()
    assert letters.send(row.pk, message.step) == 0
    assert mailoutbox == []


def test_a_shop_that_keeps_a_buyer_waiting_is_reminded_once(world: World, mailoutbox: list[EmailMessage]) -> None:
    row = world.ask()
    late = NOW + terms().answer_time + HOUR
    assert services.remind(now=NOW) == []
    assert services.remind(now=late) == [row.pk]
    assert services.remind(now=late) == []
    assert letters.remind(row.pk) == 1
    assert mailoutbox[0].to == [world.owner.email]
    services.say(row.pk, Side.SELLER, "Yes.", "en", person_id=world.owner.pk, now=late)
    assert letters.remind(row.pk) == 0


def test_there_is_one_conversation_about_an_order_and_either_side_begins_it(world: World) -> None:
    (order,) = make_orders(world.offer, now=NOW, buyer=world.buyer)
    order = access_order_as_operator(order.seller_id, order.key)
    row = services.ask_about_order(order, Side.SELLER, now=NOW)
    assert services.ask_about_order(order, Side.ASKER, now=NOW) == row
    services.say(row.pk, Side.SELLER, "Which house?", "en", person_id=world.owner.pk, now=NOW)
    assert unread_of_person(world.buyer.pk) == 1
    assert again(row).waiting_since is None


def test_an_answer_is_public_only_with_consent_and_only_as_long(world: World) -> None:
    row = world.ask(publish=False)
    world.answer(row)
    assert services.publish(row.pk, person_id=world.owner.pk, now=NOW) is None
    services.allow(row.pk, True, person_id=world.buyer.pk, now=NOW)
    assert services.publish(row.pk, person_id=world.owner.pk, now=NOW) is not None
    ((one,), count) = public_answers(world.offer.product_id)
    assert (one.question.words, one.answer.words, count) == ("Is it dishwasher safe?", "Yes, it is.", 1)
    services.allow(row.pk, False, person_id=world.buyer.pk, now=NOW)
    assert public_answers(world.offer.product_id) == ([], 0)
    actions = list(TalkEvent.objects.filter(conversation=row).order_by("id").values_list("action", flat=True))
    assert actions == ["opened", "allowed", "published", "forbade"]


def test_the_database_itself_publishes_nothing_without_consent_and_changes_no_words(world: World) -> None:
    row = world.ask(publish=False)
    answer = world.answer(row)
    question = Message.objects.get(conversation=row, step=1)
    with pytest.raises(Error, match="may not be published"), transaction.atomic():
        PublicAnswer.objects.create(
            conversation=row, seller_id=world.seller.id, product_id=world.offer.product_id, question=question,
            answer=answer, published_at=NOW,
        )  # fmt: skip
    for statement in ("UPDATE talk_message SET words = 'x'", "DELETE FROM talk_message", "DELETE FROM talk_talkevent"):
        with pytest.raises(Error, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_hub_closes_a_reported_conversation_and_can_open_it_again(world: World) -> None:
    row = world.ask()
    world.answer(row)
    services.publish(row.pk, person_id=world.owner.pk, now=NOW)
    services.report(row.pk, Side.ASKER, Reason.FRAUD, "Look.", person_id=None, now=NOW)
    services.report(row.pk, Side.ASKER, Reason.FRAUD, "Look!", person_id=None, now=NOW)
    assert [talk.key for talk in reported()] == [row.key]
    services.freeze(row.pk, Reason.FRAUD, "It is.", person_id=world.operator.pk, now=NOW)
    assert reported() == []
    assert services.say(row.pk, Side.ASKER, "Hello?", "en", person_id=None, now=NOW) is NotSaid.FROZEN
    assert public_answers(world.offer.product_id) == ([], 0)
    services.thaw(row.pk, "It was not.", person_id=world.operator.pk, now=NOW)
    assert isinstance(services.say(row.pk, Side.ASKER, "Hello?", "en", person_id=None, now=NOW), Message)


def test_how_fast_a_shop_answers_is_told_from_enough_answers(world: World) -> None:
    rows = [world.ask() for _number in range(terms().speed_min)]
    for row in rows[:-1]:
        world.answer(row)
    assert answer_speed(world.seller.id, now=NOW) is None
    world.answer(rows[-1])
    assert answer_speed(world.seller.id, now=NOW) == timedelta(hours=3)
    assert speed_text(timedelta(hours=3)) == "Usually answers within 3 hours."
    assert speed_text(timedelta(days=3)) == "Usually answers within 3 days."
    assert speed_text(None) == "Shops should answer within 48 hours."


def test_saved_replies_are_filled_and_belong_to_one_shop(world: World) -> None:
    row = world.ask()
    reply = services.save_reply(
        world.seller.id, None, name="Care", language="en", words="Dear {name}, the {product} may."
    )
    assert filled_reply(reply, TalkView(row)) == "Dear Grace, the Blue mug may."
    with pytest.raises(NotAccepted):
        services.save_reply(world.seller.id, None, name="Care", language="en", words="Again")
    with pytest.raises(NotAccepted):
        services.save_reply(world.seller.id, None, name="Price", language="en", words="{price}")
    with pytest.raises(NotAccepted):
        services.save_reply(world.seller.id, None, name="Pay", language="en", words="paypal.me/kiln")
    stranger = make_business(name="Other", country="GB", currency="GBP")
    with pytest.raises(Exception, match="does not exist"):
        services.save_reply(stranger.id, reply.pk, name="Mine", language="en", words="Now mine")
    services.remove_reply(stranger.id, reply.pk)
    assert filled_reply(type(reply).objects.get(pk=reply.pk), TalkView(row)).startswith("Dear Grace")


def test_the_doctor_sees_clocks_that_stand_and_reports_that_wait(world: World) -> None:
    assert checks.clocks().ok
    row = world.ask()
    Conversation.objects.filter(pk=row.pk).update(waiting_since=NOW - timedelta(days=9))
    assert not checks.clocks().ok
    assert checks.reports().ok
    services.report(row.pk, Side.SELLER, Reason.SPAM, "", person_id=None, now=NOW - timedelta(days=9))
    assert not checks.reports().ok


def test_a_shop_sees_only_its_own(world: World) -> None:
    row, stranger = world.ask(), make_business(name="Other", country="GB", currency="GBP")
    assert access_talk_as_seller(world.seller.id, row.key).key == row.key
    with pytest.raises(Exception, match=r"^$"):
        access_talk_as_seller(stranger.id, row.key)
