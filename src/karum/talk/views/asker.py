"""The buyer's side: ask a shop, read the answer, write again. A guest holds her token; nobody else has it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karum.catalogue.queries import ProductPage, product_page
from karum.catalogue.services.problems import NotAccepted
from karum.orders.queries import access_order_as_buyer
from karum.parties.locale import locale_of
from karum.parties.queries import BusinessCard, Person, business_by_slug
from karum.parties.services.limits import too_fast
from karum.talk import services
from karum.talk.domain.saying import NotSaid, Side
from karum.talk.domain.terms import terms
from karum.talk.forms import NAME_MAX, AskForm, ReportForm, SayForm
from karum.talk.models import Conversation
from karum.talk.queries import TalkView, access_talk_as_asker, access_talk_of_order, answer_speed
from karum.talk.queries import mine as mine_of
from karum.talk.services import Product, Question
from karum.talk.views.page import picture_file, pictures_of, send, watch
from karum.talk.words import not_said_text, reason_text, speed_text

ASKED_MAX, SAID_MAX = 10, 60
"""Questions that one visitor may ask, and messages that she may write, in an hour."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a shop, about ``?product=`` or about itself."""
    seller, language = business_by_slug(slug), get_language() or "en"
    if seller is None:
        raise Http404
    page = _product(request, seller, language)
    person = request.user if isinstance(request.user, Person) else None
    first = {"name": person.full_name.split()[0][:NAME_MAX] if person and person.full_name.split() else ""}
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, guest=person is None, product=page is not None, initial=first)
    if form.is_bound and form.is_valid():
        if too_fast(request, "ask", most=ASKED_MAX, within_s=3600):
            form.add_error(None, _("Too many in a row: please wait an hour."))
        else:
            answer = _ask(request, form, seller, page, person)
            if isinstance(answer, Conversation):
                if person is None and answer.confirmed_at is None:
                    return render(request, "talk/sent.html", {"email": answer.email, "seller": seller, "page": page})
                messages.success(request, _("Your question was sent."))
                return redirect("talk:talk", TalkView(answer).token)
            form.add_error(None, answer)
    context = {"seller": seller, "page": page, "form": form, "terms": terms(), "speed": _speed(seller)}
    return render(request, "talk/ask.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def about_order(request: HttpRequest, token: str) -> HttpResponse:
    """Write to the shop about an order; straight to the conversation when there is one."""
    order = access_order_as_buyer(token)
    found = access_talk_of_order(order)
    if found is not None and found.row.steps:
        return redirect("talk:talk", found.token)
    form = SayForm(request.POST if request.method == "POST" else None, seen=0)
    if form.is_bound and form.is_valid():
        if too_fast(request, "say", most=SAID_MAX, within_s=3600):
            form.add_error(None, _("Too many in a row: please wait an hour."))
        else:
            talk = TalkView(services.ask_about_order(order, Side.ASKER, now=timezone.now()))
            problem = send(request, talk, Side.ASKER, form)
            if not problem:
                messages.success(request, _("Your message was sent."))
                return redirect("talk:talk", talk.token)
            form.add_error(None, problem)
    context = {"token": token, "order": order, "form": form, "terms": terms(), "speed": _speed(order.seller)}
    return render(request, "talk/order.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def talk(request: HttpRequest, token: str) -> HttpResponse:
    """The conversation, as its asker sees it."""
    found = access_talk_as_asker(token)
    if found.row.asker_unread:
        services.read_by(found.row.pk, Side.ASKER)
    return _page(request, token, found)


@never_cache
@require_POST
def act(request: HttpRequest, token: str, what: str) -> HttpResponse:
    """Confirm, write, allow or forbid to publish, block, report. Raises Http404 for anything else."""
    found, now = access_talk_as_asker(token), timezone.now()
    pk, person_id = found.row.pk, request.user.pk if request.user.is_authenticated else None
    if too_fast(request, "say", most=SAID_MAX, within_s=3600):
        messages.error(request, _("Too many in a row: please wait an hour."))
    elif what == "confirm":
        if services.confirm(pk, now=now):
            messages.success(request, _("Your question was sent."))
    elif what == "say":
        form = SayForm(request.POST, seen=found.row.steps)
        problem = send(request, found, Side.ASKER, form) if form.is_valid() else ""
        if problem:
            form.add_error(None, problem)
        if form.errors:
            return _page(request, token, found, say=form)
        messages.success(request, _("Your message was sent."))
    elif what == "allow":
        services.allow(pk, request.POST.get("may") == "1", person_id=person_id, now=now)
        messages.success(request, _("Saved."))
    else:
        report = watch(request, found, Side.ASKER, what)
        if report is not None:
            return _page(request, token, found, report=report)
    return redirect("talk:talk", token)


@require_safe
def picture(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """A picture of her conversation."""
    return picture_file(access_talk_as_asker(token), key)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the signed-in person asked, and what was answered."""
    return render(request, "talk/mine.html", {"talks": mine_of(cast("Person", request.user))})


def _page(
    request: HttpRequest,
    token: str,
    found: TalkView,
    *,
    say: SayForm | None = None,
    report: ReportForm | None = None,
) -> HttpResponse:
    row = found.row
    context: dict[str, Any] = {
        "token": token,
        "talk": found,
        "side": Side.ASKER,
        "say": say or SayForm(seen=row.steps, initial={"language": row.language}),
        "report": report or ReportForm(),
        "why_frozen": reason_text(row.frozen_for) if row.frozen_for else "",
        "terms": terms(),
        "confirm_until": row.opened_at + terms().confirm_time,
        "now": timezone.now(),
        "speed": _speed(found.seller),
    }
    return render(request, "talk/talk.html", context, status=422 if say or report else 200)


def _ask(
    request: HttpRequest, form: AskForm, seller: BusinessCard, page: ProductPage | None, person: Person | None
) -> Conversation | str:
    """Begin the conversation; a text says why not, and nothing is half done."""
    data = form.cleaned_data
    try:
        pictures = services.made(pictures_of(request))
    except NotAccepted as problem:
        return " ".join(problem.problems.values())
    question = Question(
        key=data["key"],
        seller_id=seller.id,
        words=data["words"],
        language=data["language"],
        email=person.email if person else data["email"],
        name=data["name"],
        country=locale_of(request).country,
        person_id=person.pk if person else None,
        product=Product(page.id, page.slug, page.text.title[:300], page.text.language) if page else None,
        may_publish=data.get("may_publish", False),
    )
    answer = services.ask(question, pictures, now=timezone.now())
    if not isinstance(answer, NotSaid):
        return answer
    services.forget(pictures)
    return not_said_text(answer)


def _product(request: HttpRequest, seller: BusinessCard, language: str) -> ProductPage | None:
    """The product of the address, when this shop wrote or offers it."""
    slug = request.GET.get("product", "").replace("\x00", "")[:200]
    page = product_page(slug, language) if slug else None
    if page is None or (page.created_by != seller.id and seller.id not in {offer.seller_id for offer in page.offers}):
        return None
    return page


def _speed(seller: BusinessCard) -> str:
    return speed_text(answer_speed(seller.id, now=timezone.now()))
