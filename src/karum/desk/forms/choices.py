"""Lists to choose from, in the page's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from karum.catalogue.queries import CategoryNode
from karum.desk.domain.regions import REGIONS
from karum.runtime.tongues import languages
from karum.runtime.wording import in_order, spoken

__all__ = ["Choices", "categories", "countries", "currencies", "languages"]

Choices = list[tuple[str, str]]


def countries(*, empty: bool = True) -> Choices:
    """Every country by its name."""
    names = spoken().territories
    named = ((code, names.get(code, code)) for region in REGIONS.values() for code in region)
    found = in_order(named, lambda pair: pair[1])
    return [("", _("Choose a country")), *found] if empty else found


def currencies(codes: Iterable[str]) -> Choices:
    """Currencies with their names: ``KES · Kenyan Shilling``."""
    names = spoken().currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(codes)]


def categories(nodes: Iterable[CategoryNode]) -> list[tuple[str, Choices | str]]:
    """The tree of categories as groups of a select."""
    groups: list[tuple[str, Choices | str]] = [("", _("Choose a category"))]
    for node in nodes:
        rows: Choices = [(node.slug, node.name)]
        for child in node.children:
            rows.append((child.slug, f"{node.name} › {child.name}"))
            rows += [(deep.slug, f"{node.name} › {child.name} › {deep.name}") for deep in child.children]
        groups.append((node.name, rows))
    return groups
