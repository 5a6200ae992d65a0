"""How the shop's own page looks: its pictures, and its words in several languages."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from karum.catalogue.queries.fronts import ShopPlace, policies_of, shop_front
from karum.catalogue.services import NotAccepted
from karum.catalogue.services.fronts import remove_shop_picture, save_policy, set_shop_picture
from karum.desk.forms.choices import languages
from karum.desk.forms.look import ShopPictureForm, ShopWordsForm
from karum.desk.views.door import Desk, door, show
from karum.parties import services as parties_writes
from karum.parties.domain import Role
from karum.parties.queries import stories_of

MANAGER = Role.MANAGER


@require_http_methods(["GET", "POST"])
@door("profile", need=MANAGER)
def look(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Banner and the firm's own picture; the way to its words."""
    forms = {place: ShopPictureForm(prefix=place) for place in ShopPlace.values}
    if request.method == "POST":
        place = request.POST.get("place", "")
        if place not in ShopPlace.values:
            raise Http404
        if "remove" in request.POST:
            remove_shop_picture(desk.seller_id, place)
            messages.success(request, _("The picture is gone."))
            return redirect(desk.url("look"))
        form = forms[place] = ShopPictureForm(request.POST, request.FILES, prefix=place)
        if form.is_valid():
            try:
                set_shop_picture(desk.seller_id, place, form.cleaned_data["picture"], **form.facts())
            except NotAccepted as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("The picture is on your page."))
                return redirect(desk.url("look"))
    front = shop_front(desk.seller_id, get_language() or "en")
    shown = {ShopPlace.BANNER: front.banner, ShopPlace.PORTRAIT: front.portrait}
    told = {one.language for one in stories_of(desk.seller_id)}
    told |= {one.language for one in policies_of(desk.seller_id)}
    own = desk.business.language
    context = {
        "places": [(place.value, place.label, shown[place], forms[place.value]) for place in ShopPlace],
        "own": own,
        "tongues": sorted(told - {own}),
        "others": [(code, name) for code, name in languages() if code not in told | {own}],
    }
    return show(request, desk, "look.html", context, status=422 if request.method == "POST" else 200)


@require_GET
@door("profile", need=MANAGER)
def shop_words_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """From the list of languages to the page of one."""
    language = request.GET.get("language", "")
    return redirect(desk.url("shop-words", language) if language in dict(languages()) else desk.url("look"))


@require_http_methods(["GET", "POST"])
@door("profile", need=MANAGER)
def shop_words(request: HttpRequest, desk: Desk, language: str) -> HttpResponse:
    """Story and promises in one language: the firm's own, or a translation by a person with the original beside it."""
    if language not in dict(languages()):
        raise Http404
    own = desk.business.language
    is_own = language == own
    stories: dict[str, str] = {own: desk.business.story} | {
        one.language: one.text for one in stories_of(desk.seller_id)
    }
    policies = {one.language: one.text for one in policies_of(desk.seller_id)}
    initial = {"story": stories.get(language, ""), "policy": policies.get(language, "")}
    form = ShopWordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(desk, language, form.cleaned_data, is_own=is_own)
        except NotAccepted as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(desk.url("look"))
    context = {
        "form": form,
        "language": language,
        "is_own": is_own,
        "own": own,
        "original": {"story": desk.business.story, "policy": policies.get(own, "")},
    }
    return show(request, desk, "shop_words.html", context, status=422 if request.method == "POST" else 200)


def _keep(desk: Desk, language: str, words: dict[str, Any], *, is_own: bool) -> None:
    author = desk.person.full_name
    save_policy(desk.seller_id, language, words["policy"], author=author, is_original=is_own)
    if is_own:
        parties_writes.edit_business(desk.seller_id, story=words["story"])
    else:
        parties_writes.save_story(desk.seller_id, language, words["story"], author=author)
