"""Postal addresses as values, checked and tidied by the rules of their country: nothing more is refused."""

from dataclasses import dataclass, replace

from karum.parties.domain.address_forms import address_form, missing_message
from karum.parties.domain.country_rules import OURS, area_key, area_postcodes, known_country, rules_of, tidy_postcode
from karum.parties.domain.phones import check_phone
from karum.parties.domain.words import Said, gettext_noop


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where a parcel goes. ``country`` is ISO 3166 alpha-2; ``area`` the state, province or prefecture as the country's
    own rules key it (``CA``, ``東京都``); ``street`` may hold newlines; ``phone`` is E.164 or empty."""

    country: str
    name: str = ""
    company: str = ""
    street: str = ""
    city: str = ""
    area: str = ""
    postal_code: str = ""
    phone: str = ""
    district: str = ""


# A sales or import tax hangs on the area there, so a postcode of another area is a mistake worth a question.
_AREA_MUST_MATCH = frozenset({"US", "CA"})


def tidy_address(address: PostalAddress) -> PostalAddress:
    """Return ``address`` as its country writes it: no stray blanks, the area by its key, the postcode with its gap.

    Fields that the country's form does not have stay as they are: nothing that somebody wrote is lost.
    """
    rules = rules_of(address.country)
    clean = {
        name: "\n".join(" ".join(line.split()) for line in getattr(address, name).splitlines() if line.strip())
        for name in (*OURS.values(), "phone")
    }
    tidy = replace(address, **clean)
    area = area_key(rules, tidy.area)
    phone = check_phone(tidy.phone, address.country)
    return replace(
        tidy,
        area=area if area is not None else tidy.area,
        postal_code=tidy_postcode(tidy.postal_code, rules),
        phone=phone.normal,
    )


def check_address(address: PostalAddress) -> dict[str, Said]:
    """Return a message for each field that the country's post could not work with; empty when all is well."""
    if not known_country(address.country):
        return {"country": Said(gettext_noop("Choose a country from the list."))}
    tidy, rules = tidy_address(address), rules_of(address.country)
    found: dict[str, Said] = {}
    for field in address_form(address.country).fields:
        if field.required and not getattr(tidy, field.name):
            found[field.name] = missing_message(field)
    if tidy.area and rules.areas and "area" in rules.required and area_key(rules, tidy.area) is None:
        found["area"] = Said(gettext_noop("Choose one from the list."))
    if tidy.postal_code and rules.postcode and not rules.postcode.fullmatch(tidy.postal_code):
        found["postal_code"] = Said(
            gettext_noop("This does not look right. It should look like %(example)s."), example=rules.postcode_example
        )
    elif tidy.postal_code and address.country in _AREA_MUST_MATCH and tidy.area:
        starts = area_postcodes(address.country, tidy.area)
        if starts and not starts.match(tidy.postal_code):
            found["postal_code"] = Said(
                gettext_noop("%(code)s is not in %(area)s. Check both."),
                code=tidy.postal_code,
                area=dict(rules.areas).get(tidy.area, tidy.area),
            )
    phone = check_phone(tidy.phone, address.country)
    if phone.message:
        found["phone"] = phone.message
    return found
