"""What belongs to a product: its words in other languages and its pictures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karum.catalogue import queries as catalogue
from karum.catalogue import services as catalogue_writes
from karum.catalogue.queries import ProductPage
from karum.catalogue.services import NotAccepted
from karum.desk.forms.choices import languages
from karum.desk.forms.product import TextForm
from karum.desk.views.door import Desk, door, show
from karum.parties.domain import Role
from karum.runtime.asked import whole


@require_http_methods(["GET", "POST"])
@door("products", need=Role.MANAGER)
def words_page(request: HttpRequest, desk: Desk, product_id: int, language: str) -> HttpResponse:
    """A product's words in a second language, with the original beside them."""
    page = _own(desk, product_id)
    if language not in dict(languages()) or language == page.language:
        raise Http404
    known = {text.language: text for text in catalogue.texts(product_id)}
    text = known.get(language)
    initial = {"title": text.title, "summary": text.summary, "description": text.description} if text else {}
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            catalogue_writes.save_text(
                product_id, language, author=desk.person.full_name, state="human", **form.cleaned_data
            )
        except NotAccepted as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(desk.url("product", product_id) + "#words")
    context = {"page": page, "form": form, "language": language, "original": known[page.language]}
    return show(request, desk, "words.html", context, status=422 if request.method == "POST" else 200)


@require_GET
@door("products", need=Role.MANAGER)
def words_new(request: HttpRequest, desk: Desk, product_id: int) -> HttpResponse:
    """From the list of languages to the page of one."""
    _own(desk, product_id)
    language = request.GET.get("language", "")
    if language not in dict(languages()):
        return redirect(desk.url("product", product_id) + "#words")
    return redirect(desk.url("words", product_id, language))


@require_POST
@door("products", need=Role.MANAGER)
def pictures(request: HttpRequest, desk: Desk, product_id: int) -> HttpResponse:
    """Add pictures, remove one, or put one first."""
    _own(desk, product_id)
    there = [picture.id for picture in catalogue.pictures(product_id)]
    if "remove" in request.POST:
        catalogue_writes.remove_picture(product_id, _number(request.POST["remove"]))
    elif "first" in request.POST:
        first = _number(request.POST["first"])
        catalogue_writes.order_pictures(product_id, [first, *(i for i in there if i != first)])
    else:
        _add_pictures(request, product_id)
    return redirect(desk.url("product", product_id) + "#pictures")


def _add_pictures(request: HttpRequest, product_id: int) -> None:
    uploads = request.FILES.getlist("picture")
    alt = request.POST.get("alt", "").replace("\0", "").strip()
    added = 0
    for upload in uploads:
        try:
            catalogue_writes.add_picture(product_id, upload.read(), alt=alt)
            added += 1
        except NotAccepted as refused:
            messages.error(request, f"{upload.name}: {' '.join(refused.problems.values())}")
    if added:
        messages.success(request, _("The pictures are in your shop."))
    elif not uploads:
        messages.error(request, _("Choose a picture first."))


def _number(text: str) -> int:
    return whole(text, digits=17)


def _own(desk: Desk, product_id: int) -> ProductPage:
    return catalogue.access_product(desk.seller_id, product_id, get_language() or "en")
