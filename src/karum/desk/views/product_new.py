"""A new product: photographed, typed, kept as a draft until it is complete, then on sale.

The page works without a script. With ours (``desk/draft.js``) the same form is sent as it is filled in, asks for JSON,
and what the hub does not have yet stays on the phone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from karum.catalogue.services import NotAccepted
from karum.desk.forms.product import OfferForm, ProductForm, quiet
from karum.desk.queries.drafts import DraftCard, draft, drafts
from karum.desk.services import drafts as writes
from karum.desk.services.products import Parts
from karum.desk.views import hs
from karum.desk.views.door import Desk, door, may_publish, show
from karum.parties.domain import Role

OPTIONAL_PARTS = ("summary", "description", "language", "materials")
"""What may wait and is folded away, until something of it is wrong."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The page's two forms over what was typed."""

    product: ProductForm
    offer: OfferForm

    @classmethod
    def of(cls, desk: Desk, typed: Mapping[str, Any] | None) -> "Forms":
        return cls(ProductForm(typed, business=desk.business), OfferForm(typed, currency=desk.business.currency))

    def are_valid(self) -> bool:
        return self.product.is_valid() & self.offer.is_valid()

    def quiet(self) -> "Forms":
        return Forms(quiet(self.product), quiet(self.offer))

    def missing(self) -> list[tuple[str, str]]:
        """(id of the field, its name) of each field that must be filled in before it can be sold."""
        return [
            (form[name].id_for_label or name, str(form.fields[name].label))
            for form in (self.product, self.offer)
            for name, errors in form.errors.as_data().items()
            if any(error.code == "required" for error in errors)
        ]

    def parts(self) -> Parts:
        """What the catalogue takes. Call after are_valid()."""
        language, sku = self.product.cleaned_data["language"], self.offer.cleaned_data["sku"]
        facts, words = self.product.facts(), self.product.words()
        return Parts(language, facts, words, self.offer.variant(), self.offer.offer(), sku)

    def refuse(self, refused: NotAccepted) -> None:
        """Each message at the field that it is about."""
        for field, message in refused.problems.items():
            (self.product if self.product.has(field) else self.offer).refuse(NotAccepted({field: message}))


@require_http_methods(["GET", "POST"])
@door("products", need=Role.MANAGER)
def product_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """An empty form; or a form that was sent: kept first, whatever stands in it, then put on sale where it is asked."""
    if request.method == "GET":
        return _page(request, desk, uuid4(), None, Forms.of(desk, None), is_new=True)
    return _receive(request, desk, _key(request.POST.get("key", "")) or uuid4())


def _receive(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Keep what was sent, then do what the pressed button asks for."""
    if "throw_away" in request.POST:
        writes.throw_away(desk.seller_id, key)
        return _go(request, desk.url("products"))
    typed = hs.with_choice(request.POST)
    uploads = [(str(file.name), file) for file in request.FILES.getlist("picture")]
    try:
        kept = writes.keep(
            desk.seller_id, key, {name: str(typed[name]) for name in typed}, uploads,
            person_id=desk.person.pk, now=timezone.now(), without=request.POST.get("without", ""),
        )  # fmt: skip
    except writes.TooManyDrafts as refused:
        messages.error(request, str(refused))
        return _page(request, desk, key, None, Forms.of(desk, typed).quiet(), typed=typed, status=422)
    if kept.product_id is not None:
        return _go(request, desk.url("product", kept.product_id), state="published")
    if _is_script(request) and "background" in request.headers.get("X-Draft", ""):
        return _answer(request, desk, key, "kept", kept.problems)
    for problem in kept.problems:
        messages.error(request, problem)
    return _next(request, desk, key, typed)


def _next(request: HttpRequest, desk: Desk, key: UUID, typed: Any) -> HttpResponse:
    """The draft is kept: what the pressed button asks for."""
    address = desk.url("product-draft", key)
    if hs.is_asking(request):
        if _is_script(request):
            asked = "suggest" in typed or not typed.get("hs_choice")
            return _answer(request, desk, key, "kept", url=f"{address}{'?ask=1' if asked else ''}#hs")
        card = draft(desk.seller_id, key)
        return _page(request, desk, key, card, Forms.of(desk, typed).quiet(), typed=typed)
    if "keep" in request.POST or "without" in request.POST:
        if "keep" in request.POST:
            messages.success(request, _("Kept as a draft. Nobody sees it until you put it on sale."))
        return _go(request, address + ("#photos" if "without" in request.POST else ""))
    forms = Forms.of(desk, typed)
    if forms.are_valid() and may_publish(request, desk):
        try:
            found = hs.found_code(typed, desk.person.pk)
            product_id = writes.publish(
                desk.seller_id, key, author=desk.person.full_name, found=found, parts=forms.parts()
            )
        except NotAccepted as refused:
            forms.refuse(refused)
        else:
            messages.success(request, _("It is on sale."))
            return _go(request, desk.url("product", product_id), state="published")
    if _is_script(request):
        code_alone = [name for name, _label in forms.missing()] == [forms.product["hs_code"].id_for_label]
        return _answer(request, desk, key, "incomplete", url=f"{address}?check=1{'#hs' if code_alone else ''}")
    return _page(request, desk, key, draft(desk.seller_id, key), forms, typed=typed, is_checked=True, status=422)


@require_http_methods(["GET", "POST"])
@door("products", need=Role.MANAGER)
def product_draft(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """A draft as it was left. ``?check``: with what is wrong; ``?ask``: with help to find its code. Raises Http404."""
    if request.method == "POST":
        return _receive(request, desk, key)
    card = draft(desk.seller_id, key)
    if card is None:
        raise Http404
    if card.product_id is not None:
        return redirect(desk.url("product", card.product_id))
    forms = Forms.of(desk, card.typed)
    checked = "check" in request.GET
    if checked and not forms.are_valid():
        return _page(request, desk, key, card, forms, typed=card.typed, is_checked=True)
    typed = dict(card.typed) | ({"suggest": "1"} if "ask" in request.GET else {})
    return _page(request, desk, key, card, forms.quiet(), typed=typed)


def _page(
    request: HttpRequest,
    desk: Desk,
    key: UUID,
    card: DraftCard | None,
    forms: Forms,
    *,
    typed: Mapping[str, Any] | None = None,
    is_new: bool = False,
    is_checked: bool = False,
    status: int = 200,
) -> HttpResponse:
    if is_checked and "hs_code" in forms.product.errors and typed and typed.get("title"):
        typed = {name: typed[name] for name in typed} | {"suggest": "1"}  # the code is the one thing nobody knows
    context = {
        "key": key,
        "draft": card,
        "product": forms.product,
        "offer": forms.offer,
        "missing": [] if is_new else Forms.of(desk, typed).missing(),
        "more_open": any(name in forms.product.errors for name in OPTIONAL_PARTS),
        "offer_open": forms.offer.wholesale_open or forms.offer.parcel_open or "handling_days" in forms.offer.errors,
        "is_new": is_new,
        "waiting": drafts(desk.seller_id)[:5] if is_new else [],
        **hs.context(forms.product, typed),
    }
    return show(request, desk, "product_new.html", context, status=status)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _go(request: HttpRequest, url: str, *, state: str = "kept") -> HttpResponse:
    return JsonResponse({"state": state, "url": url}) if _is_script(request) else redirect(url)


def _answer(
    request: HttpRequest, desk: Desk, key: UUID, state: str, problems: tuple[str, ...] = (), *, url: str = ""
) -> JsonResponse:
    """What the script needs: where to go on, and which pictures the hub has."""
    card = draft(desk.seller_id, key)
    pictures = [{"digest": digest, "url": one.url_at(160)} for digest, one in card.pictures] if card else []
    url = url or desk.url("product-draft", key)
    return JsonResponse({"state": state, "url": url, "pictures": pictures, "problems": problems})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
