"""The calculator: what anything costs at any door. Anybody may ask; the address of an answer keeps it."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from karum.parties.locale import locale_of
from karum.rules.classify import classify
from karum.rules.classify.answer import Candidate
from karum.runtime.settings import settings
from karum.shop.forms.calculator import CalculatorForm
from karum.shop.limits import WITHIN_S, asks_too_often
from karum.shop.queries.calculator import Answer, answer

CODES_SHOWN = 5
MORE = ("origin", "channel", "mode", "terms", "show", "day")
"""Fields that most people need not touch."""


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """An empty form; or what was asked, with its answer or with what is wrong in it."""
    asked = request.GET if "value" in request.GET else None  # without a price it is no question yet: a form filled in
    given = {name: value for name, value in request.GET.items() if value and name in CalculatorForm.base_fields}
    home = locale_of(request).country
    form = CalculatorForm(asked, today=timezone.now().date(), home=home, initial={} if asked else given)
    context: dict[str, Any] = {"form": form}
    status = HTTPStatus.OK
    if form.is_bound:
        if asks_too_often(request):
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(WITHIN_S)})
        if form.is_valid():
            context |= _answered(form)
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    context["more"] = [form[name] for name in MORE]
    context["more_open"] = any(form[name].errors for name in MORE)
    return render(request, "shop/calculator.html", context, status=status)


def _answered(form: CalculatorForm) -> dict[str, Any]:
    found = answer(form.request, fx=form.cleaned_data["fx"])
    for unit in found.missing_measures:
        form.ask_measure(unit)
    words = form.address(fx=found.fx)
    here = reverse("shop:calculator")
    return {
        "answer": found,
        "link": f"{settings().base_url}{here}?{urlencode(words, doseq=True)}",
        "proof_links": _proof_links(found, words, here),
        "codes": _codes(form.words, words, here),
    }


def _codes(typed: str, words: dict[str, Any], here: str) -> list[tuple[Candidate, str]]:
    """Codes that goods described in words may have, each with the address of its answer. A person chooses."""
    if not typed:
        return []
    found = classify(typed, get_language(), CODES_SHOWN).candidates
    return [(one, f"{here}?{urlencode(words | {'what': one.code}, doseq=True)}") for one in found]


def _proof_links(found: Answer, words: dict[str, Any], here: str) -> dict[str, str]:
    """For each preference the address of the answer with its proof taken in, or left out when it is held."""
    held = list(words.get("proof") or [])
    links = {}
    for option in found.landed.options:
        if not option.proof:
            continue
        kept = [code for code in held if code != option.code] if option.code in held else [*held, option.code]
        links[option.code] = f"{here}?{urlencode(words | {'proof': kept}, doseq=True)}"
    return links
