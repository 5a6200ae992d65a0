"""The pages of buyer, seller and hub, without script; and nobody sees a case that is not hers."""

import io
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from PIL import Image

from karum.disputes.domain.files import FILES_MAX
from karum.disputes.domain.states import Action, Stage
from karum.disputes.models import Case, CaseEvent, Evidence
from karum.disputes.queries.files import path_of
from karum.disputes.services import run_clocks, take
from karum.orders.models import Order
from karum.seeds.factories import make_person
from tests.disputes.conftest import NOW, World, claim, make_world
from tests.hostile import NASTY, broken_forms, readable

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def picture(side: int = 400) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "peru").save(out, "JPEG", comment=b"secret place")
    return out.getvalue()


def upload(content: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


@pytest.fixture(autouse=True)
def _no_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def seller(world: World) -> Client:
    client = Client()
    client.force_login(world.owner)
    return client


@pytest.fixture
def operator(world: World) -> Client:
    client = Client()
    client.force_login(world.operator)
    return client


def problem_page(world: World) -> str:
    return reverse("disputes:problem", args=[world.order.token])


def buyer_page(world: World, case: Case) -> str:
    return reverse("disputes:case", args=[world.order.token, case.key])


def desk_page(world: World, case: Case) -> str:
    return reverse("desk:case", args=[world.seller.slug, case.key])


def hub_page(case: Case) -> str:
    return reverse("disputes:hub_case", args=[case.key])


def ask(**changed: object) -> dict[str, object]:
    said = {"key": str(uuid4()), "what": "damaged", "wanted": "full_refund", "words": "It came in two pieces."}
    return {**said, **changed}


# --- the whole way -------------------------------------------------------------------------------------------------


def test_three_taps_open_a_claim_and_the_pages_say_what_happens_next(
    world: World, client: Client, seller: Client, operator: Client
) -> None:
    assert problem_page(world) in client.get(reverse("orders:order", args=[world.order.token])).text
    page = client.get(problem_page(world))
    assert page.status_code == 200
    assert "What is wrong?" in page.text
    done = client.post(problem_page(world), ask(files=[upload(picture(), "crack.jpg"), upload(PDF, "letter.pdf")]))
    case = Case.objects.get()
    assert done["Location"] == buyer_page(world, case)
    page = client.get(done["Location"]).text
    for words in ("The seller answers by", "It is damaged", "It came in two pieces.", "crack.jpg", "letter.pdf"):
        assert words in page, words
    assert case.key.hex in client.get(problem_page(world)).text.replace("-", "")
    listed = seller.get(reverse("desk:cases", args=[world.seller.slug])).text
    assert desk_page(world, case) in listed
    answer = seller.post(f"{desk_page(world, case)}/offer", {"amount": "5.00", "words": "Glue it.", "seen": 3})
    assert answer.status_code == 302
    assert "The seller offers" in client.get(buyer_page(world, case)).text
    seen = Case.objects.get().steps
    client.post(f"{buyer_page(world, case)}/agree", {"seen": seen})
    assert world.again().refunded == world.money(500)
    assert "Money was sent back" in client.get(buyer_page(world, case)).text
    assert "Money was sent back" in operator.get(reverse("disputes:queue")).text


def test_the_operator_takes_proposes_and_decides(world: World, client: Client, operator: Client) -> None:
    case = claim(world)
    run_clocks(now=case.due_at)  # type: ignore[arg-type]
    assert "1 dispute waits for you" in operator.get("/hub").text
    home = hub_page(case)
    assert home in operator.get(reverse("disputes:queue")).text
    page = operator.get(home).text
    assert "Take this case" in page
    assert "You do not work for the seller." in page
    operator.post(f"{home}/take", {})
    assert not Case.objects.get().neutral
    operator.post(f"{home}/take", {"declared": "1"})
    assert Case.objects.get().neutral_id == world.operator.pk
    assert "Odile" in client.get(buyer_page(world, case)).text
    wrong = operator.post(f"{home}/propose", {"amount": "1.00"})
    assert wrong.status_code == 422
    assert "Please say why" in wrong.text
    operator.post(f"{home}/propose", {"amount": "6.00", "words": "The picture shows it."})
    assert "The hub proposes" in client.get(buyer_page(world, case)).text
    client.post(f"{buyer_page(world, case)}/escalate", {})
    assert Case.objects.get().stage == Stage.DECISION
    operator.post(f"{home}/decide", {"amount": "4.00", "words": "It was glued."})
    assert Case.objects.get().stage == Stage.DECIDED
    page = client.get(buyer_page(world, case)).text
    assert "It was glued." in page
    client.post(f"{buyer_page(world, case)}/appeal", {"words": "It was not."})
    assert Case.objects.get().stage == Stage.APPEAL
    assert "not so" in operator.get(home).text
    operator.post(f"{home}/take", {"declared": "1"})
    assert Case.objects.get().neutral_id is None


@pytest.mark.parametrize("what", ["return", "exchange"])
def test_a_return_and_an_exchange_are_opened_from_the_same_page(world: World, client: Client, what: str) -> None:
    from karum.disputes.queries.orders import variants_for

    line, other = variants_for(world.order)[0]
    client.post(problem_page(world), ask(what=what, variant=f"{line.position}-{other.id}"))
    assert Case.objects.get().kind == what


def test_an_order_that_is_not_sent_says_so(client: Client) -> None:
    early = make_world(state="paid")
    page = client.get(problem_page(early))
    assert "not sent yet" in page.text
    assert client.post(problem_page(early), ask()).status_code == 422
    assert not Case.objects.exists()


def test_both_sides_get_letters_in_words(world: World) -> None:
    from django.core import mail

    from karum.disputes.letters import send

    case = claim(world)
    send(case.pk, 1)
    (letter,) = mail.outbox
    assert letter.to == [world.owner.email]
    assert "It came in two pieces." in letter.body
    assert "The seller answers by" in letter.body
    assert desk_page(world, case) in letter.body


def test_her_data_has_her_cases_with_what_was_said_and_decided_and_nobody_elses(world: World, client: Client) -> None:
    other = make_world()
    claim(other)
    case = claim(world)
    buyer = make_person("buyer-of-data@people.example")
    Order.objects.filter(seller_id=world.order.seller_id, key=world.order.key).update(buyer_id=buyer.pk)
    client.force_login(buyer)
    (told,) = client.get("/me/data").json()["disputes"]
    assert (told["number"], told["order"]) == (f"C-{case.pk}", world.order.number)
    assert told["words"] == "It came in two pieces."
    assert [(one["by"], one["action"]) for one in told["log"]] == [("buyer", "opened")]
    assert told["asked_minor"] > 0
    client.force_login(make_person("nobody@people.example"))
    assert client.get("/me/data").json()["disputes"] == []


# --- someone else's ------------------------------------------------------------------------------------------------


def test_someone_elses_case_is_not_there_by_any_address(world: World, client: Client) -> None:
    other = make_world()
    case, theirs = claim(world), claim(other)
    client.post(f"{buyer_page(world, case)}/file", {"files": [upload(picture(), "a.jpg")]})
    file = Evidence.objects.get()
    stranger, owner = Client(), Client()
    owner.force_login(other.owner)
    roots = [
        (client, reverse("disputes:case", args=[other.order.token, case.key])),  # her token, my case
        (client, reverse("disputes:case", args=[world.order.token, theirs.key])),
        (client, reverse("disputes:case", args=["nonsense", case.key])),
        (owner, desk_page(world, case)),  # another firm's desk
        (owner, reverse("desk:case", args=[other.seller.slug, case.key])),  # her desk, my case
    ]
    for visitor, root in roots:
        assert visitor.get(root).status_code == 404, root
        assert visitor.get(f"{root}/files/{file.key}").status_code == 404, root
        for what in [*(action.value for action in Action), "say", "file"]:
            assert visitor.post(f"{root}/{what}", {"words": "x", "amount": "1"}).status_code == 404, (root, what)
    own = reverse("disputes:case", args=[other.order.token, theirs.key])
    assert client.get(f"{own}/files/{file.key}").status_code == 404  # her case, my file
    assert stranger.get(hub_page(case)).status_code == 302
    assert owner.get(hub_page(case)).status_code == 403
    assert owner.post(f"{hub_page(case)}/decide", {"amount": "1", "words": "x"}).status_code == 403
    assert owner.get(reverse("disputes:queue")).status_code == 403
    assert owner.get(reverse("disputes:chargebacks")).status_code == 403
    assert owner.get(reverse("disputes:bundle", args=[uuid4()])).status_code == 403
    assert CaseEvent.objects.filter(case=case).count() == 2


def test_the_buyer_cannot_do_the_sellers_part_nor_a_term_by_hand(world: World, client: Client) -> None:
    case = claim(world)
    for what in ("accept", "pay_back", "propose", "decide", "enforce", "lapse", "yield", "agree"):
        data = {"words": "x", "amount": "1"}
        assert client.post(f"{buyer_page(world, case)}/{what}", data).status_code in (302, 404, 422), what
    assert not world.again().refunded
    assert Case.objects.get().stage == Stage.TALK_SELLER


def test_a_packer_reads_but_does_not_settle(world: World) -> None:
    from karum.parties.domain import Role
    from karum.parties.services import add_member

    packer, case = make_world().owner, claim(world)
    add_member(world.seller.id, packer, Role.PACKER)
    client = Client()
    client.force_login(packer)
    assert client.get(desk_page(world, case)).status_code == 200
    assert client.post(f"{desk_page(world, case)}/agree").status_code == 403


# --- files ---------------------------------------------------------------------------------------------------------


def files_sent(world: World, case: Case, client: Client, *files: io.BytesIO) -> str:
    return client.post(f"{buyer_page(world, case)}/file", {"files": list(files)}, follow=True).text


def test_a_picture_is_made_anew_and_a_file_is_served_without_being_run(
    world: World, client: Client, seller: Client
) -> None:
    case = claim(world)
    files_sent(world, case, client, upload(picture(), "../../etc/<b>.jpg"), upload(PDF, "a.pdf"))
    first, second = Evidence.objects.order_by("id")
    assert first.name == "b.jpg"
    kept = path_of(first.key, first.kind).read_bytes()
    assert b"secret place" not in kept
    assert not path_of(first.key, first.kind).is_relative_to(settings.MEDIA_ROOT)
    for visitor, root in ((client, buyer_page(world, case)), (seller, desk_page(world, case))):
        shown = visitor.get(f"{root}/files/{first.key}")
        assert shown["Content-Type"] == "image/webp"
        assert shown["X-Content-Type-Options"] == "nosniff"
        down = visitor.get(f"{root}/files/{second.key}")
        assert down["Content-Disposition"] == 'attachment; filename="a.pdf"'
        assert down["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert down.content == PDF


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.jpg"),
        (b"<svg onload=alert(1)>", "a.png"),
        (b"<html>%PDF-", "a.pdf"),
        (b"%PDF-1.7 cut", "cut.pdf"),
        (b"%PDF-1.7" + b"0" * (8 * 1024 * 1024) + b"%%EOF", "big.pdf"),
        (b"\xff\xd8\xff\xe0 no picture", "a.jpg"),
        (picture(20), "tiny.jpg"),
    ],
)
def test_a_file_is_judged_by_what_is_in_it(world: World, client: Client, content: bytes, name: str) -> None:
    files_sent(world, claim(world), client, upload(content, name))
    assert not Evidence.objects.exists()


def test_so_many_files_and_no_more(world: World, client: Client) -> None:
    case = claim(world)
    for number in range(FILES_MAX + 2):
        files_sent(world, case, client, upload(PDF.replace(b"1.7", f"1.{number}".encode()), "a.pdf"))
    assert Evidence.objects.count() == FILES_MAX
    many = [upload(picture(200 + n), f"{n}.jpg") for n in range(7)]
    assert "Only the first 5 files" in files_sent(world, case, client, *many)


# --- hostile input -------------------------------------------------------------------------------------------------


def test_no_form_of_a_case_breaks(world: World, client: Client, seller: Client, operator: Client) -> None:
    assert broken_forms(client, problem_page(world)) == []
    Case.objects.exists() or claim(world)
    case = Case.objects.get()
    assert broken_forms(client, buyer_page(world, case)) == []
    assert broken_forms(seller, desk_page(world, case)) == []
    Case.objects.filter(pk=case.pk).update(stage=Stage.DECISION, outcome="", closed_at=None, due_at=NOW, standing=None)
    take(case.pk, world.operator, declared=True, now=NOW)
    assert broken_forms(operator, hub_page(case)) == []


def test_no_button_breaks(world: World, client: Client) -> None:
    case = claim(world)
    client.raise_request_exception = False
    for nasty in NASTY:
        for what in [*(action.value for action in Action), "say", "nonsense"]:
            data = dict.fromkeys(
                ("amount", "words", "seen", "carrier", "tracking_number", "replacement"), readable(nasty)
            )
            assert client.post(f"{buyer_page(world, case)}/{what}", data).status_code < 500, (what, nasty[:20])


def test_a_link_alone_changes_nothing(world: World, client: Client) -> None:
    case = claim(world)
    assert client.get(f"{buyer_page(world, case)}/withdraw").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{buyer_page(world, case)}/withdraw").status_code == 403
    assert UUID(str(case.key)) == case.key
