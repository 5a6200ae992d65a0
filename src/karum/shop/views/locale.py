"""Country, language, currency and the data saver: chosen here, kept in two cookies for a year."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from karum.parties.locale import Locale, currency_of, locale_of, remember_locale
from karum.parties.saver import remember_saver, saves_data
from karum.payments.queries import known_currencies
from karum.runtime.asked import own_path
from karum.runtime.settings import settings as knobs
from karum.shop.forms.shopping import LocaleForm


@require_http_methods(["GET", "HEAD", "POST"])
def choose_locale(request: HttpRequest) -> HttpResponse:
    """Show the form and take its answer; ``?language=sw`` alone is a plain link that switches the language at once."""
    now = locale_of(request)
    wish = request.GET.get("language", "")
    if request.method == "GET" and wish in dict(settings.LANGUAGES):
        return _back_with(request, Locale(now.country, wish, now.currency), request.GET.get("next", ""))
    form = LocaleForm(
        request.POST or None,
        initial={
            "language": now.language,
            "country": now.country,
            "currency": now.currency,
            "data_saver": saves_data(request),
        },
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        currency = given["currency"] or _currency_for(given["country"])
        chosen = Locale(given["country"], given["language"], currency)
        response = _back_with(request, chosen, request.POST.get("next", ""))
        if given["data_saver"] != saves_data(request):
            remember_saver(response, given["data_saver"])
        return response
    back = request.POST.get("next", "") or request.GET.get("next", "")
    status = 422 if form.errors else 200
    return render(request, "shop/locale.html", {"form": form, "back": own_path(back, "/")}, status=status)


def _back_with(request: HttpRequest, locale: Locale, back: str) -> HttpResponse:
    response = HttpResponseRedirect(own_path(back, "/"))
    remember_locale(response, locale)
    return response


def _currency_for(country: str) -> str:
    """The country's own currency where it can be converted, else the hub's."""
    own = currency_of(country)
    return own if own in known_currencies() else knobs().hub_currency
