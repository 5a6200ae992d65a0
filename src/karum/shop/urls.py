"""Addresses of the storefront."""

from django.urls import URLPattern, path

from karum.shop.views.locale import choose_locale

app_name = "shop"
urlpatterns: list[URLPattern] = [
    path("locale", choose_locale, name="locale"),
]
