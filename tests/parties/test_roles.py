"""Who may touch a business: every wrong person is turned away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from karum.parties import queries, services
from karum.parties.domain import Role
from karum.parties.models import Invitation, Letter, Membership, Person
from karum.parties.queries import BusinessCard, access_business, access_operator

Make = Callable[[Role], Person]


@pytest.mark.parametrize("has", list(Role))
@pytest.mark.parametrize("need", list(Role))
def test_a_role_opens_what_it_may_and_nothing_more(coop: BusinessCard, member: Make, has: Role, need: Role) -> None:
    person = member(has)
    if has >= need:
        assert access_business(person, coop.slug, need=need) == queries.business(coop.id)
    else:
        with pytest.raises(PermissionDenied):
            access_business(person, coop.slug, need=need)


def test_strangers_learn_nothing(coop: BusinessCard, wanjiru: Person) -> None:
    for who in (wanjiru, AnonymousUser()):
        with pytest.raises(Http404):
            access_business(who, coop.slug)
        with pytest.raises(Http404):
            access_business(who, "no-such-firm")


def test_the_owner_of_one_firm_is_a_stranger_in_the_next(
    coop: BusinessCard, immaculee: Person, wanjiru: Person
) -> None:
    other = services.create_business(name="Kazuri", country="KE", currency="KES", owner=wanjiru)
    with pytest.raises(Http404):
        access_business(immaculee, other.slug)
    assert access_business(wanjiru, other.slug, need=Role.OWNER).id == other.id


def test_an_operator_has_no_key_to_the_firms_desk(coop: BusinessCard) -> None:
    operator = services.create_person("operator@example.org", is_operator=True)
    assert access_operator(operator) == operator
    with pytest.raises(Http404):
        access_business(operator, coop.slug)


def test_nobody_else_is_an_operator(wanjiru: Person) -> None:
    closed = services.create_person("closed@example.org", is_operator=True)
    closed.is_active = False
    for who in (wanjiru, closed, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            access_operator(who)


def test_a_closed_shop_keeps_its_desk(coop: BusinessCard, immaculee: Person) -> None:
    services.set_active(coop.id, active=False)
    assert queries.business_by_slug(coop.slug) is None
    assert not access_business(immaculee, coop.slug).active
    assert queries.all_businesses() == []


def test_roles_by_name_and_number() -> None:
    assert [Role.named(name) for name in ("owner", "Manager", 1, "3", Role.PACKER)] == [3, 2, 1, 3, 1]
    for wrong in ("boss", 4, "0", ""):
        with pytest.raises(ValueError):  # noqa: PT011
            Role.named(wrong)


def test_one_person_has_one_role_in_a_firm(coop: BusinessCard, immaculee: Person) -> None:
    services.add_member(coop.id, immaculee, "manager")
    assert [role for _card, role in queries.businesses_of(immaculee)] == [Role.MANAGER]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=immaculee, business_id=coop.id, role=1)


def test_a_firm_keeps_an_owner(coop: BusinessCard, immaculee: Person, member: Make) -> None:
    assert isinstance(services.change_role(coop.id, immaculee.id, Role.PACKER), services.Refused)
    assert isinstance(services.remove_member(coop.id, immaculee.id), services.Refused)
    second = member(Role.OWNER)
    assert services.change_role(coop.id, immaculee.id, Role.PACKER) is None
    assert services.remove_member(coop.id, immaculee.id) is None
    assert [card.person_id for card in queries.members(coop.id)] == [second.id]


@pytest.fixture
def invited(
    coop: BusinessCard, immaculee: Person, django_capture_on_commit_callbacks: Callable[..., object]
) -> Invitation:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        invitation = services.invite(coop.id, "wanjiru@example.org", Role.MANAGER, by=immaculee)
    assert isinstance(invitation, Invitation)
    return invitation


def test_who_is_invited_joins_by_the_link_of_her_letter(
    client: Client, coop: BusinessCard, wanjiru: Person, invited: Invitation
) -> None:
    letter = Letter.objects.get()
    path = f"/invitation/{invited.token}"
    assert path in letter.body
    assert client.get(path)["Location"] == f"/account/login/?next={path}"
    client.force_login(wanjiru)
    page = client.get(path).content.decode()
    assert "Kopakama" in page
    assert "Manager" in page
    assert client.post(path)["Location"] == "/me"
    assert queries.role_in(wanjiru, coop.id) is Role.MANAGER
    assert client.get(path).status_code == 410


def test_an_invitation_is_for_its_reader_only(client: Client, coop: BusinessCard, invited: Invitation) -> None:
    thief = services.create_person("thief@example.org")
    client.force_login(thief)
    path = f"/invitation/{invited.token}"
    assert "sent to another address" in client.get(path).content.decode()
    assert client.post(path).status_code == 409
    assert queries.role_in(thief, coop.id) is None
    assert client.get("/invitation/guess").status_code == 410


def test_an_invitation_ends(client: Client, coop: BusinessCard, wanjiru: Person, invited: Invitation) -> None:
    client.force_login(wanjiru)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/invitation/{invited.token}").status_code == 410
    assert services.accept(invited, wanjiru) is not None
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    services.withdraw_invitation(coop.id, invited.id)
    assert client.post(f"/invitation/{invited.token}").status_code == 410
    assert queries.role_in(wanjiru, coop.id) is None


def test_a_second_invitation_replaces_the_first(coop: BusinessCard, immaculee: Person, invited: Invitation) -> None:
    again = services.invite(coop.id, "Wanjiru@Example.org", Role.PACKER, by=immaculee)
    assert isinstance(again, Invitation)
    assert [one.id for one in queries.open_invitations(coop.id)] == [again.id]
    assert queries.invitation(invited.token) is None


def test_a_stolen_account_cannot_write_to_the_world(coop: BusinessCard, immaculee: Person) -> None:
    answers = [services.invite(coop.id, f"n{number}@example.org", Role.PACKER, by=immaculee) for number in range(31)]
    assert all(isinstance(answer, Invitation) for answer in answers[:30])
    assert isinstance(answers[30], services.Refused)


def test_who_works_there_is_not_invited_again(coop: BusinessCard, immaculee: Person) -> None:
    refused = services.invite(coop.id, immaculee.email, Role.PACKER, by=immaculee)
    assert isinstance(refused, services.Refused)
    assert "already" in refused.message


def test_an_invitation_never_takes_a_bigger_role_away(coop: BusinessCard, wanjiru: Person, invited: Invitation) -> None:
    services.add_member(coop.id, wanjiru, Role.OWNER)
    assert services.accept(invited, wanjiru) is None
    assert queries.role_in(wanjiru, coop.id) is Role.OWNER
