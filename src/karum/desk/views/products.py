"""Products: the list, one product, its variants, words and pictures."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karum.catalogue import queries as catalogue
from karum.catalogue.queries import OfferSnapshot, ProductPage, ProductRow
from karum.catalogue.services import NotAccepted
from karum.desk.forms.choices import languages
from karum.desk.forms.product import OfferForm, ProductForm, quiet
from karum.desk.queries.alerts import unread
from karum.desk.queries.drafts import drafts
from karum.desk.services import products as writes
from karum.desk.views import hs
from karum.desk.views.door import Desk, door, may_publish, show
from karum.parties.domain import Role

PAGE, MANY = 50, 10_000
SHOWS = ("all", "on_sale", "paused", "sold_out", "draft")


def _spoken() -> str:
    return get_language() or "en"


def state_of(row: ProductRow) -> str:
    """One word for the list: draft, archived, paused, sold_out or on_sale."""
    if row.state != "published":
        return row.state
    active = [offer for offer in row.offers if offer.state == "active"]
    if not active:
        return "paused"
    return "on_sale" if any(offer.available >= offer.quantity_min for offer in active) else "sold_out"


@require_GET
@door("products", need=Role.MANAGER)
def product_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    kept = drafts(desk.seller_id)
    rows = [(row, state_of(row)) for row in catalogue.products_of_seller(desk.seller_id, _spoken(), limit=MANY)]
    chosen = request.GET.get("show", "all")
    counts = {name: sum(state == name for _row, state in rows) for name in SHOWS[1:]}
    counts = counts | {"all": len(rows) + len(kept), "draft": counts["draft"] + len(kept)}
    shown = [(row, state) for row, state in rows if chosen not in SHOWS[1:] or state == chosen]
    words = request.GET.get("q", "").strip()
    if words:
        folded = words.casefold()
        shown = [
            (row, state)
            for row, state in shown
            if folded in row.title.casefold() or any(folded in offer.sku.casefold() for offer in row.offers)
        ]
    names = {
        "all": _("All"),
        "on_sale": _("On sale"),
        "sold_out": _("Sold out"),
        "paused": _("Paused"),
        "draft": _("Drafts"),
    }
    filters = [(name, label, counts[name]) for name, label in names.items() if counts[name] or name == "all"]
    return show(
        request,
        desk,
        "products.html",
        {
            "rows": Paginator(shown, PAGE).get_page(request.GET.get("page")),
            "filters": filters,
            "chosen": chosen,
            "words": words,
            "state_names": names,
            "rules_changed": unread(desk.seller_id),
            "drafts": kept if chosen in ("all", "draft") and not words else [],
        },
    )


@require_http_methods(["GET", "POST"])
@door("products", need=Role.MANAGER)
def product_page(request: HttpRequest, desk: Desk, product_id: int) -> HttpResponse:
    """Facts and original words of a product that this seller wrote; the rest of its desk below."""
    page, own = _access(desk, product_id)
    offers = _offers(desk, page)
    asking = hs.is_asking(request)
    data: Any = None
    if request.method == "POST":
        if not own:
            raise Http404
        data = hs.with_choice(request.POST)
    page_own = _in_own_words(page, desk)
    form = ProductForm(data, initial=ProductForm.initial_of(page_own), business=desk.business, language_fixed=True)
    if data is not None and not asking and form.is_valid() and _change(desk, page, form, data):
        messages.success(request, _("Saved."))
        return redirect(desk.url("product", product_id))
    if asking:
        form = quiet(form)
    variants = {variant.id: variant for variant in page.variants}
    texts = catalogue.texts(product_id)
    context = {
        "page": page,
        "own": own,
        "form": form,
        "rows": [(offer, variants.get(offer.variant_id)) for offer in offers],
        "on_sale": any(offer.state == "active" for offer in offers) and page.state == "published",
        "texts": texts,
        "tongues": _missing_tongues(texts),
        "picture_limit": 12,
        **hs.context(form, data, product_id=product_id),
    }
    return show(request, desk, "product.html", context, status=422 if data is not None and not asking else 200)


@require_http_methods(["GET", "POST"])
@door("products", need=Role.MANAGER)
def offer_page(request: HttpRequest, desk: Desk, product_id: int, offer_id: int = 0) -> HttpResponse:
    """One variant: price, stock, parcel. ``offer_id`` 0 is a new one."""
    page, own = _access(desk, product_id)
    found = next((offer for offer in _offers(desk, page) if offer.id == offer_id), None)
    if (found is None and offer_id) or (not offer_id and not own):
        raise Http404
    variant = next((v for v in page.variants if found and v.id == found.variant_id), None)
    initial = OfferForm.initial_of(found, variant) if found and variant else {}
    currency = found.currency if found else desk.business.currency
    form = OfferForm(request.POST or None, initial=initial, currency=currency)
    if found:
        form.fields["sku"].disabled = True
        form.fields["sku"].help_text = ""
    if not own:
        for name in ("name", "weight_g", *OfferForm.PARCEL):
            form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid() and (found or may_publish(request, desk)):
        try:
            if found:
                shown = form.initial_available
                writes.change_offer(found, form.variant() if own else None, form.offer(), stock_shown=shown)
            else:
                writes.add_offer(desk.seller_id, page.id, form.variant(), form.offer(), sku=form.cleaned_data["sku"])
        except NotAccepted as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(desk.url("product", product_id))
    status = 422 if request.method == "POST" else 200
    return show(request, desk, "offer.html", {"page": page, "offer": form, "found": found}, status=status)


@require_POST
@door("products", need=Role.MANAGER)
def product_state(request: HttpRequest, desk: Desk, product_id: int) -> HttpResponse:
    """Put on sale or pause."""
    page, _own = _access(desk, product_id)
    state = "active" if request.POST.get("state") == "active" else "paused"
    if state == "paused" or may_publish(request, desk):
        writes.set_state(desk.seller_id, page, _offers(desk, page), state)
        messages.success(request, _("It is on sale.") if state == "active" else _("Paused: nobody can order it now."))
    return redirect((request.POST.get("next") == "list" and desk.url("products")) or desk.url("product", product_id))


def _change(desk: Desk, page: ProductPage, form: ProductForm, data: Any) -> bool:
    try:
        found = hs.found_code(data, desk.person.pk)
        writes.change(page, desk.person.full_name, form.facts(), form.words(), found=found)
    except NotAccepted as refused:
        form.refuse(refused)
        return False
    return True


def _access(desk: Desk, product_id: int) -> tuple[ProductPage, bool]:
    """A product that the seller wrote (True) or only offers (False). Raises Http404 for any other."""
    offers = catalogue.offers_of_seller(desk.seller_id, _spoken())
    offered = next((offer for offer in offers if offer.product_id == product_id), None)
    if offered is None:
        return catalogue.access_product(desk.seller_id, product_id, _spoken()), True
    page = catalogue.product_page(offered.product_slug, _spoken(), seller_id=desk.seller_id)
    if page is None:
        raise Http404
    return page, page.created_by == desk.seller_id


def _in_own_words(page: ProductPage, desk: Desk) -> ProductPage:
    """The page with the words that the form changes: those of the product's own language."""
    return catalogue.product_page(page.slug, page.language, seller_id=desk.seller_id) or page


def _offers(desk: Desk, page: ProductPage) -> list[OfferSnapshot]:
    """The seller's offers of this product, paused ones too, in the order of the variants."""
    places = {variant.id: place for place, variant in enumerate(page.variants)}
    mine = [o for o in catalogue.offers_of_seller(desk.seller_id, _spoken()) if o.product_id == page.id]
    return sorted(mine, key=lambda offer: places.get(offer.variant_id, 0))


def _missing_tongues(texts: list[catalogue.TextCard]) -> list[tuple[str, str]]:
    known = {text.language for text in texts}
    return [(code, name) for code, name in languages() if code not in known]
