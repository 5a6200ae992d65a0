"""Addresses of the storefront."""

from django.urls import URLPattern, path

from karum.shop.api import quote_api
from karum.shop.views.calculator import calculator
from karum.shop.views.home import home, how
from karum.shop.views.hs import hs
from karum.shop.views.locale import choose_locale
from karum.shop.views.markets import market, markets
from karum.shop.views.product import product
from karum.shop.views.search import browse, search
from karum.shop.views.shop import shop

app_name = "shop"
urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("how", how, name="how"),
    path("api/v1/quote", quote_api, name="quote-api"),
    path("calculator", calculator, name="calculator"),
    path("hs", hs, name="hs"),
    path("markets", markets, name="markets"),
    path("markets/<str:code>", market, name="market"),
    path("locale", choose_locale, name="locale"),
    path("search", search, name="search"),
    path("c/<slug:slug>", browse, name="category"),
    path("p/<slug:slug>", product, name="product"),
    path("s/<slug:slug>", shop, name="shop"),
]
