"""Help to find the HS code inside a product's form: words, questions, a shortlist; the seller confirms.

It works in the form itself, without a script: each button sends the form, which comes back with what was typed.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from karum.catalogue import queries as catalogue
from karum.desk.services.products import FoundCode
from karum.rules import queries as rules
from karum.rules.classify import classify
from karum.rules.classify.facets import facets

SHOWN = 10


def is_asking(request: HttpRequest) -> bool:
    """Whether the form was sent to find a code, not to be saved."""
    return "suggest" in request.POST or "hs_take" in request.POST


def with_choice(posted: QueryDict) -> QueryDict:
    """What was typed, with the code that was just chosen from the list; a choice counts without its button too."""
    data = posted.copy()
    if data.get("hs_choice") and ("hs_take" in data or not _digits(data.get("hs_code", ""))) and "suggest" not in data:
        data["hs_code"] = data["hs_taken"] = str(data["hs_choice"])
    return data


def found_code(data: Mapping[str, Any], person_id: int) -> FoundCode | None:
    """What to keep of the search when the product is saved; None when the code was typed without help."""
    code = _digits(data.get("hs_code", ""))
    if not data.get("hs_taken") or code[:6] != data["hs_taken"] or not data.get("hs_words"):
        return None
    return FoundCode(str(data["hs_words"]), get_language() or "en", _answers(data), code, person_id)


def context(form: Any, data: Mapping[str, Any] | None, *, product_id: int = 0) -> dict[str, Any]:
    """For the template: what the code means, and the shortlist when it was asked for."""
    data = data or {}
    code = _digits(str(form["hs_code"].value() or ""))
    words = str(data.get("hs_words") or "").strip() or _words(form)
    asked = "suggest" in data or ("hs_take" in data and not data.get("hs_choice"))
    confirmed = catalogue.last_classification(product_id) if product_id else None
    return {
        "found": classify(words, get_language(), SHOWN, answers=_answers(data)) if asked else None,
        "hs_words": words if asked or data.get("hs_taken") else "",
        "hs_answers": _answers(data),
        "hs_taken": data.get("hs_taken", ""),
        "hs_text": rules.hs_description(code) or "" if len(code) >= 6 else "",
        "hs_heading": rules.hs_description(code[:4]) or "" if len(code) >= 6 else "",
        "hs_confirmed": confirmed if confirmed and confirmed.chosen == code else None,
    }


def _words(form: Any) -> str:
    """The title, then what it is made of: what stands first weighs most."""
    return ", ".join(str(form[name].value()) for name in ("title", "materials") if form[name].value())


def _answers(data: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(data[f"hs_{name}"]) for name in facets() if data.get(f"hs_{name}")}


def _digits(typed: str) -> str:
    return "".join(char for char in str(typed) if char.isdigit())
