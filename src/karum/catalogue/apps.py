"""Django's entry to the package."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Registers what karum doctor looks at."""

    name = "karum.catalogue"
    verbose_name = "Catalogue"
