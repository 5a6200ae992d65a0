"""Two at once: a button pressed twice on a bad line, and two buyers in one moment."""

from uuid import uuid4

import pytest

from karum.reviews import services
from karum.reviews.domain.names import Sign
from karum.reviews.models import Review
from karum.reviews.queries import ratings
from karum.reviews.services import Said
from karum.talk import services as talk
from karum.talk.models import Conversation
from karum.talk.services import Question
from tests.reviews.conftest import NOW, World
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
FIVE = Said(5, "Good.", "en", Sign.FIRST)


def test_one_form_sent_three_times_at_once_is_one_review(world: World) -> None:
    order, key = world.buy(), uuid4()
    made = at_once(*[lambda: services.write(order, 0, key, FIVE, person_id=None, now=NOW)] * 3)
    assert all(isinstance(one, Review) and one.key == key for one in made)
    assert Review.objects.count() == 1


def test_reviews_of_several_buyers_at_once_are_all_counted(world: World) -> None:
    orders = [world.buy(email=f"together{number}@people.example") for number in range(3)]
    at_once(*[lambda o=o: services.write(o, 0, uuid4(), FIVE, person_id=None, now=NOW) for o in orders])
    assert ratings([world.offer.product_id])[world.offer.product_id].counts == (0, 0, 0, 0, 3)


def test_one_question_sent_three_times_at_once_is_one_conversation(world: World) -> None:
    question = Question(uuid4(), world.seller.id, "Is it blue?", "en", world.owner.email, person_id=world.owner.pk)
    made = at_once(*[lambda: talk.ask(question, now=NOW)] * 3)
    assert len({one.pk for one in made if isinstance(one, Conversation)}) == 1
    assert Conversation.objects.count() == 1
