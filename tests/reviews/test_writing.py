"""A review belongs to what was bought; what is hidden is hidden everywhere, and nothing is ever lost."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import Error, connection, transaction

from karum.catalogue.services.problems import NotAccepted
from karum.orders.domain.states import Action, Role
from karum.orders.queries import access_order_as_operator
from karum.orders.services import Actor, act
from karum.reviews import checks, services
from karum.reviews.domain.names import Sign
from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import NotWritten, Reason
from karum.reviews.letters import invite, send
from karum.reviews.models import Photo, ProductRating, Review, ReviewEvent, Translation
from karum.reviews.queries import Filter, Rating, bought, find, ratings, ratings_of_sellers, shown_review, structured
from karum.reviews.services import Said, photos
from karum.seeds.factories import make_person
from tests.reviews.conftest import DAY, NOW, World, jpeg

pytestmark = pytest.mark.django_db
FOUR = Said(4, "Warm and heavy.", "en", Sign.INITIALS)


def count(world: World) -> Rating:
    return ratings([world.offer.product_id]).get(world.offer.product_id) or Rating()


def test_only_who_has_the_goods_writes(world: World) -> None:
    order = world.buy(state="shipped")
    assert services.write(order, 0, uuid4(), FOUR, person_id=None, now=NOW) is NotWritten.NOT_ARRIVED
    act(order.seller_id, order.key, Action.CONFIRM, Actor(Role.BUYER), now=NOW)
    order = access_order_as_operator(order.seller_id, order.key)
    made = services.write(order, 0, uuid4(), FOUR, person_id=None, now=NOW)
    assert isinstance(made, Review)
    assert (made.signed, made.country, made.language) == ("G. T.", "GB", "en")
    assert count(world).counts == (0, 0, 0, 1, 0)


def test_money_back_takes_no_review_away(world: World) -> None:
    order = world.buy()
    act(order.seller_id, order.key, Action.REFUND_REST, Actor(Role.SELLER, world.owner.pk), now=NOW)
    order = access_order_as_operator(order.seller_id, order.key)
    assert order.state == "refunded"
    assert isinstance(services.write(order, 0, uuid4(), FOUR, person_id=None, now=NOW), Review)


def test_nobody_praises_her_own_goods(world: World) -> None:
    order = world.buy(email=world.owner.email)
    assert services.write(order, 0, uuid4(), FOUR, person_id=None, now=NOW) is NotWritten.OWN_GOODS


def test_a_form_sent_twice_writes_once_and_one_order_has_one_review(world: World) -> None:
    order, key = world.buy(), uuid4()
    first = services.write(order, 0, key, FOUR, person_id=None, now=NOW)
    assert services.write(order, 0, key, FOUR, person_id=None, now=NOW) == first
    assert services.write(order, 0, uuid4(), FOUR, person_id=None, now=NOW) is NotWritten.WRITTEN
    assert count(world).count == 1


def test_of_one_buyer_the_newest_counts(world: World) -> None:
    grace = make_person("grace@people.example", "Grace Thornton")
    world.review(1, "It broke.", email="Grace@people.example")
    order = world.buy(email="grace@people.example")
    fine = Said(5, "The second one is fine.", "en", Sign.FIRST)
    assert isinstance(services.write(order, 0, uuid4(), fine, person_id=grace.pk, now=NOW), Review)
    assert count(world).counts == (0, 0, 0, 0, 1)
    found = find("en", Filter(), product_id=world.offer.product_id)
    assert [one.row.words for one in found.reviews] == ["The second one is fine."]


def test_nobody_makes_a_review_go_away_by_ordering_with_its_authors_address(world: World) -> None:
    stranger = make_person("stranger@people.example")
    world.review(1, "It broke.", email="grace@people.example")
    world.review(5, "All is fine!", email="grace@people.example")  # a guest: whoever typed the address
    order = world.buy(email="grace@people.example")
    assert isinstance(services.write(order, 0, uuid4(), FOUR, person_id=stranger.pk, now=NOW), Review)
    assert count(world).counts == (1, 0, 0, 1, 1)
    assert not Review.objects.exclude(replaced_at=None).exists()


def test_it_can_be_changed_in_time_and_the_audit_keeps_the_old_words(world: World) -> None:
    order = world.buy()
    made = services.write(order, 0, uuid4(), FOUR, person_id=None, now=NOW)
    assert isinstance(made, Review)
    two = Said(2, "It leaks.", "en", Sign.NOBODY)
    changed = services.edit(order, made.pk, two, person_id=None, now=NOW + DAY)
    assert isinstance(changed, Review)
    assert (changed.stars, changed.signed, changed.edition) == (2, "", 2)
    assert count(world).counts == (0, 1, 0, 0, 0)
    assert ReviewEvent.objects.get(review=made, action="edited").words == FOUR.words
    late = NOW + terms().edit_time + DAY
    assert services.edit(order, made.pk, FOUR, person_id=None, now=late) is NotWritten.CLOSED


def test_a_translation_is_of_the_words_as_they_are_and_names_who_made_it(world: World) -> None:
    review = world.review(words="Très beau.", language="fr")
    services.translate(
        review.pk, "en", "Very beautiful.", author="Hills", author_id=world.owner.pk, side="seller", now=NOW
    )
    (one,) = find("en", Filter(), product_id=world.offer.product_id).reviews
    assert one.translation is not None
    assert (one.translation.words, one.translation.author, one.translation.state) == (
        "Very beautiful.", "Hills", "human",
    )  # fmt: skip
    Review.objects.filter(pk=review.pk).update(edition=2, words="Moche.")
    (one,) = find("en", Filter(), product_id=world.offer.product_id).reviews
    assert one.translation is None
    with pytest.raises(Error), transaction.atomic():
        Translation.objects.update(state="machine")


def test_a_shop_does_not_overwrite_what_the_hub_translated(world: World) -> None:
    review = world.review(1, "Il fuit.", language="fr")

    def translate(words: str, side: str) -> Translation | None:
        return services.translate(review.pk, "en", words, author=side, author_id=world.owner.pk, side=side, now=NOW)

    assert translate("It is lovely.", "seller") is not None
    assert translate("It leaks.", "hub") is not None
    assert translate("It is lovely.", "seller") is None
    assert Translation.objects.get().words == "It leaks."
    Review.objects.filter(pk=review.pk).update(edition=2, words="Il est joli.")
    assert translate("It is pretty.", "seller") is not None, "of other words the hub has said nothing"


def test_photos_lose_what_they_tell_and_are_gone_while_the_review_is_hidden(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    order = world.buy()
    pictures = photos.made([jpeg(), jpeg("teal")])
    made = services.write(order, 0, uuid4(), FOUR, pictures, person_id=None, now=NOW)
    assert isinstance(made, Review)
    assert count(world).with_photo == 1
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(files) == len({path.name for path in files}) >= 4
    assert not any(b"SECRET" in path.read_bytes() or b"secret" in path.read_bytes() for path in files)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.hide(made.key, Reason.PRIVATE, "A face.", person_id=world.operator.pk, now=NOW)
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert count(world) == Rating()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.show_again(made.key, "", person_id=world.operator.pk, now=NOW)
    assert sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()) == sorted(files)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.edit(order, made.pk, FOUR, without=[0], person_id=None, now=NOW)
    left = Photo.objects.get(review=made)
    assert all(left.digest[2:] in path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_too_many_photos_and_what_is_none_are_refused_with_nothing_half_done(world: World) -> None:
    with pytest.raises(NotAccepted):
        photos.made([jpeg()] * (terms().photos_max + 1))
    with pytest.raises(NotAccepted):
        photos.made([b"<svg onload=alert(1)>"])
    order = world.buy()
    some = photos.made([jpeg("red"), jpeg("green"), jpeg("blue")])
    made = services.write(order, 0, uuid4(), FOUR, some, person_id=None, now=NOW)
    assert isinstance(made, Review)
    more = photos.made([jpeg("white"), jpeg("black")])
    with pytest.raises(NotAccepted), transaction.atomic():
        services.edit(order, made.pk, Said(1, "x", "en", Sign.NOBODY), more, person_id=None, now=NOW)
    made.refresh_from_db()
    assert (made.stars, made.photo_count, made.photos.count()) == (4, 3, 3)


def test_one_reply_by_the_seller_of_the_goods(world: World) -> None:
    review = world.review()
    with pytest.raises(Review.DoesNotExist):
        services.reply(world.seller.id + 1, review.key, "Hm.", "en", person_id=1, now=NOW)
    done = services.reply(world.seller.id, review.key, "Thank you.", "en", person_id=world.owner.pk, now=NOW)
    assert isinstance(done, Review)
    changed = services.reply(world.seller.id, review.key, "Thanks!", "en", person_id=world.owner.pk, now=NOW + DAY)
    assert isinstance(changed, Review)
    assert (changed.reply, changed.replied_at) == ("Thanks!", NOW)
    late = NOW + terms().edit_time + DAY
    again = services.reply(world.seller.id, review.key, "And more.", "en", person_id=world.owner.pk, now=late)
    assert again is NotWritten.CLOSED


def test_the_hub_hides_for_a_reason_and_takes_it_back(world: World) -> None:
    review, person = world.review(), world.operator.pk
    services.report(review.pk, Reason.INSULT, "Rude.", side="seller", person_id=world.owner.pk, now=NOW)
    services.report(review.pk, Reason.INSULT, "Rude!", side="seller", person_id=world.owner.pk, now=NOW)
    assert review.reports.count() == 1
    assert checks.reports().ok, "nobody has waited long yet"
    services.hide(review.key, Reason.INSULT, "It calls her names.", person_id=person, now=NOW)
    assert review.reports.get().answer == "hid"
    assert count(world) == Rating()
    assert find("en", Filter(), seller_id=world.seller.id).count == 0
    services.show_again(review.key, "A mistake.", person_id=person, now=NOW)
    assert count(world).count == 1
    actions = list(ReviewEvent.objects.filter(review=review).order_by("id").values_list("action", flat=True))
    assert actions == ["wrote", "reported", "hid", "showed"]
    assert shown_review(review.key, "en").row.pk == review.pk


def test_the_database_keeps_the_audit_and_every_review(world: World) -> None:
    review = world.review()
    for statement in (
        "DELETE FROM reviews_reviewevent",
        "UPDATE reviews_reviewevent SET words = 'x'",
        "DELETE FROM reviews_review",
        "UPDATE reviews_review SET product_id = 1",
        "UPDATE reviews_review SET country = 'FR'",
        "UPDATE reviews_review SET stars = 6",
        "UPDATE reviews_review SET hidden_at = now()",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Review.objects.filter(pk=review.pk).exists()


def test_machines_read_an_average_only_where_people_do(world: World) -> None:
    product = world.offer.product_id
    for stars in (5, 4):
        world.review(stars)
    assert structured(product, "en") == {}
    world.review(3, "So so.")
    told = structured(product, "en")
    assert told["aggregateRating"]["ratingValue"] == "4.0"
    assert told["aggregateRating"]["reviewCount"] == 3
    assert len(told["review"]) == 2
    assert ratings_of_sellers([world.seller.id])[world.seller.id].count == 3


def test_filters_by_stars_country_and_photos(world: World) -> None:
    world.review(5)
    world.review(1)
    product = world.offer.product_id
    assert [r.row.stars for r in find("en", Filter(stars=1), product_id=product).reviews] == [1]
    assert find("en", Filter(country="GB"), product_id=product).count == 2
    assert find("en", Filter(country="FR"), product_id=product).count == 0
    assert find("en", Filter(photos=True), product_id=product).count == 0
    assert find("en", Filter(), 99, product_id=product).page == 1


def test_the_doctor_finds_wrong_sums_and_reports_that_wait(world: World) -> None:
    review = world.review()
    assert checks.sums().ok
    ProductRating.objects.update(n5=7)
    assert not checks.sums().ok
    ProductRating.objects.all().delete()
    assert not checks.sums().ok
    services.report(review.pk, Reason.ADVERT, "", side="anybody", person_id=None, now=NOW - 9 * DAY)
    assert not checks.reports().ok


def test_both_sides_hear_of_it_without_each_others_address(world: World, mailoutbox: list[EmailMessage]) -> None:
    review = world.review(words="Fine, but\nsmall.", email="quiet@people.example")
    services.reply(world.seller.id, review.key, "Thank you.", "en", person_id=world.owner.pk, now=NOW)
    services.hide(review.key, Reason.PRIVATE, "A telephone number.", person_id=world.operator.pk, now=NOW)
    sent = [send(review.pk, event.pk) for event in ReviewEvent.objects.filter(review=review).order_by("id")]
    assert sent == [1, 1, 2]
    to_seller = [one for one in mailoutbox if one.to == [world.owner.email]]
    to_buyer = [one for one in mailoutbox if one.to == ["quiet@people.example"]]
    assert any("> small." in str(one.body) for one in to_seller)
    assert any("> Thank you." in str(one.body) for one in to_buyer)
    assert any("A telephone number." in one.body and "private data" in str(one.body) for one in to_buyer)
    assert not any("quiet@" in str(one.body) for one in to_seller)
    assert not any(world.owner.email in str(one.body) for one in to_buyer)


def test_who_has_not_written_is_invited_once_her_order_is_complete(world: World) -> None:
    order = world.buy(email="later@people.example")
    assert invite(order.seller_id, order.key, now=NOW) == 0
    act(order.seller_id, order.key, Action.CONFIRM, Actor(Role.BUYER), now=NOW)
    assert invite(order.seller_id, order.key, now=NOW) == 1
    order = access_order_as_operator(order.seller_id, order.key)
    services.write(order, 0, uuid4(), FOUR, person_id=None, now=NOW)
    assert invite(order.seller_id, order.key, now=NOW) == 0
    assert [one.review is not None for one in bought(order, "en", NOW)] == [True]
