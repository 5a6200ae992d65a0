"""Write categories and their names."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from karum.catalogue.models import Category, CategoryName
from karum.catalogue.queries.categories import ancestors, forget_categories
from karum.catalogue.services.problems import NotAccepted


@transaction.atomic
def save_category(slug: str, names: Mapping[str, str], *, parent: str | None = None, position: int = 0) -> int:
    """Create or change the category ``slug`` with its names by language; return its id.

    Raises NotAccepted when the parent is not there, is the category itself or lies below it.
    """
    above = None
    if parent is not None:
        above = Category.objects.filter(slug=parent).first()
        if above is None:
            raise NotAccepted({"parent": _("There is no category “%(slug)s”.") % {"slug": parent}})
    found, _created = Category.objects.get_or_create(slug=slug, defaults={"parent": above, "position": position})
    forget_categories()
    if above is not None and found.id in ancestors(above.id):
        raise NotAccepted({"parent": _("A category cannot lie below itself.")})
    Category.objects.filter(id=found.id).update(parent=above, position=position)
    CategoryName.objects.bulk_create(
        [CategoryName(category=found, language=language, name=name) for language, name in names.items()],
        update_conflicts=True,
        unique_fields=["category", "language"],
        update_fields=["name"],
    )
    forget_categories()
    transaction.on_commit(forget_categories)
    return found.id
