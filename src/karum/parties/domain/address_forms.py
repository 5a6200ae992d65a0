"""The form of an address, as people in its country know it: which fields, in which order, under which names."""

from dataclasses import dataclass

from karum.parties.domain.country_rules import Rules, fold, rules_of
from karum.parties.domain.words import Said, gettext_noop, pgettext


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field of a country's form; ``choices`` are (key, label) pairs, empty where people may write freely."""

    name: str
    label: Said
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The fields that an address in ``country`` has, in the order in which people there write them in a form."""

    country: str
    fields: tuple[AddressField, ...]

    def __contains__(self, name: object) -> bool:
        return any(field.name == name for field in self.fields)

    def __getitem__(self, name: str) -> AddressField:
        return next(field for field in self.fields if field.name == name)


_PERSON_FIRST = ("name", "company")

_LABELS = {
    "name": Said(gettext_noop("Full name")),
    "company": Said(gettext_noop("Company")),
    "street": Said(gettext_noop("Street address")),
    "phone": Said(gettext_noop("Phone")),
}
_AREA_LABELS = {
    "area": Said(gettext_noop("Area")),
    "county": Said(gettext_noop("County")),
    "department": Said(gettext_noop("Department")),
    "district": Said(gettext_noop("District")),
    "do_si": Said(gettext_noop("Province or metropolitan city")),
    "emirate": Said(gettext_noop("Emirate")),
    "island": Said(gettext_noop("Island")),
    "oblast": Said(gettext_noop("Region")),
    "parish": Said(gettext_noop("Parish")),
    "prefecture": Said(gettext_noop("Prefecture")),
    "province": Said(gettext_noop("Province")),
    "state": Said(pgettext("of a country", "State"), context="of a country"),
}
_CITY_LABELS = {
    "city": Said(gettext_noop("Town or city")),
    "post_town": Said(gettext_noop("Town or city")),
    "suburb": Said(gettext_noop("Suburb or town")),
    "district": Said(gettext_noop("District")),
}
_DISTRICT_LABELS = {
    "suburb": Said(gettext_noop("Suburb")),
    "district": Said(gettext_noop("District")),
    "neighborhood": Said(gettext_noop("Neighbourhood")),
    "townland": Said(gettext_noop("Townland")),
    "village_township": Said(gettext_noop("Village or township")),
}
_POSTCODE_LABELS = {
    "zip": Said(gettext_noop("ZIP code")),
    "pin": Said(gettext_noop("PIN code")),
    "eircode": Said(gettext_noop("Eircode")),
    "postal": Said(gettext_noop("Postal code")),
    "postcode": Said(gettext_noop("Postcode")),
}
_SAYS_POSTCODE = frozenset({"AU", "GB", "GG", "IM", "JE", "MY", "NL", "NZ"})


def address_form(country: str, *, language: str = "") -> AddressForm:
    """Return the form of ``country``; the labels of choices are local for ``language`` = the country's own, else latin.

    An unknown country gets the plain form (name, street, town), nothing refused.
    """
    rules = rules_of(country)
    names = [name for line in rules.lines for name in line]
    order = [*_PERSON_FIRST, *(name for name in names if name not in _PERSON_FIRST), "phone"]
    fields = []
    for name in order:
        fields.append(
            AddressField(
                name=name,
                label=_label(name, rules),
                required=name == "name" or name in rules.required,
                choices=_choices(rules, language) if name == "area" else (),
                example=rules.postcode_example if name == "postal_code" else "",
            )
        )
    return AddressForm(country, tuple(fields))


def missing_message(field: AddressField) -> Said:
    """What to say at a required field that was left empty."""
    if field.name == "name":
        return Said(gettext_noop("Write the full name of the person who receives the parcel."))
    if field.choices:
        return Said(gettext_noop("Choose one: the post there needs it."))
    if field.example:
        return Said(gettext_noop("The post there needs this. For example %(example)s."), example=field.example)
    return Said(gettext_noop("The post there needs this."))


def _label(name: str, rules: Rules) -> Said:
    if name == "area":
        return _AREA_LABELS.get(rules.area_type, _AREA_LABELS["area"])
    if name == "city":
        return _CITY_LABELS.get(rules.city_type, _CITY_LABELS["city"])
    if name == "district":
        return _DISTRICT_LABELS.get(rules.district_type, _DISTRICT_LABELS["district"])
    if name == "postal_code":
        return _POSTCODE_LABELS["postcode" if rules.country in _SAYS_POSTCODE else rules.postcode_type]
    return _LABELS[name]


def _choices(rules: Rules, language: str) -> tuple[tuple[str, str], ...]:
    if language.split("-")[0] in rules.languages:
        return rules.local_areas
    return tuple(sorted(rules.areas, key=lambda pair: fold(pair[1])))
