"""The ways to pay the duty, side by side: the ordinary one, and what each proof of origin would save."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karum.money import Money
from karum.rules import LandedCost, Option
from karum.rules.domain.regimes import money_of
from karum.rules.statements import Proof, proof, statement
from karum.runtime import wording
from karum.site.templatetags.receipts import SURENESS


@dataclass(frozen=True, slots=True)
class Way:
    """One way to pay. ``agreement`` "" is the ordinary duty. ``words`` are to be written on the invoice, in ``tongue``.

    link: where the answer with this proof stands; "" where the page has none.
    """

    agreement: str
    duty_text: str
    duty: Money | None
    saving: Money | None
    chosen: bool
    needs: str
    rules: tuple[str, ...]
    words: str
    tongue: str
    makers: str
    law: str
    url: str
    sure: str | Promise
    link: str


def ways_of(landed: LandedCost, origin: str = "", links: Mapping[str, str] | None = None) -> list[Way]:
    """The options of an answer for one kind of goods, those that save most first after the ordinary duty."""
    found = [_way(option, origin, (links or {}).get(option.code, "")) for option in landed.options]
    return sorted(found, key=lambda way: (bool(way.agreement), -(way.saving.minor if way.saving else 0)))


def _way(option: Option, origin: str, link: str) -> Way:
    preference = option.code != "MFN" and bool(option.proof)
    held = proof(option.code, origin) if preference else None
    said = statement(option.code, get_language() or "en", origin) if preference else None
    return Way(
        agreement="" if not preference else held.agreement if held else option.code,
        duty_text=option.duty_text,
        duty=option.duty,
        saving=option.saving if option.saving else None,
        chosen=option.chosen,
        needs=option.proof,
        rules=tuple(line for line in option.rule_of_origin.splitlines() if line),
        words=said.filled(origin=wording.country_text(origin, said.language)) if said else "",
        tongue=said.language if said else "",
        makers=_makers(held) if held else "",
        law=option.cite.source.law,
        url=option.cite.source.url,
        sure=SURENESS[option.cite.confidence],
        link=link,
    )


def _makers(held: Proof) -> str:
    """Who may make the proof out."""
    if held.kind == "certificate":
        form = wording.isolated(held.form)
        if held.issuer == "exporter":
            return _("The exporter makes out the certificate: %(form)s.") % {"form": form}
        return _("An office of the exporter's country makes out the certificate: %(form)s.") % {"form": form}
    if held.above == "any":
        return _("Any exporter may write it.")
    above = (
        _("a registered exporter (REX)") if held.above == "registered" else _("an exporter whom customs has approved")
    )
    if held.limit is None:
        return _("Only %(who)s may write it.") % {"who": above}
    limit = wording.money_text(money_of(held.limit))
    return _("Up to %(limit)s any exporter may write it, above that only %(who)s.") % {"limit": limit, "who": above}
