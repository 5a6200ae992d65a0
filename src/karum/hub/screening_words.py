"""What screening says to the operator, in her language."""

from django.utils.translation import gettext as _

from karum.compliance.services.decide import NotDecided
from karum.runtime.wording import country_text


def list_text(kind: str) -> str:
    """An authority's list by its name."""
    return {
        "ofac-sdn": _("United States, OFAC: SDN list"),
        "un-sanctions": _("United Nations Security Council: consolidated list"),
        "eu-sanctions": _("European Union: consolidated list"),
    }.get(kind, kind)


def evidence_text(code: str, detail: str) -> str:
    """What speaks for or against a match, beside the name."""
    if code in ("same_country", "other_country"):
        detail = ", ".join(country_text(one) for one in detail.split())
    return {
        "same_country": _("Same country: %(detail)s"),
        "other_country": _("Other country; the entry names: %(detail)s"),
        "birth_fits": _("The date of birth fits"),
        "birth_contradicts": _("The date of birth is another one"),
        "weak_alias": _("The authority calls this name a weak alias"),
        "other_kind": _("One is a person, the other a firm"),
        "not_a_party": _("The entry is a ship or an aircraft"),
        "little_said": _("The words that match are common ones"),
    }[code] % {"detail": detail}


def not_decided_text(why: NotDecided) -> str:
    """Why nothing was decided."""
    return {
        NotDecided.CLOSED: _("Somebody has decided this case already."),
        NotDecided.NO_REASON: _("Say why: it stays in the audit trail."),
        NotDecided.NO_ENTRY: _("Choose the entry that it is."),
        NotDecided.SECOND_PERSON: _("You have decided already: now another person must agree."),
    }[why]
