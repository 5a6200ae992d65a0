"""Addresses of the storefront."""

from django.urls import URLPattern, path

from karum.shop.api import quote_api
from karum.shop.views.calculator import calculator
from karum.shop.views.feeds import feed, seller_feed
from karum.shop.views.home import home, how
from karum.shop.views.hs import hs
from karum.shop.views.locale import choose_locale
from karum.shop.views.markets import market, markets
from karum.shop.views.product import product
from karum.shop.views.search import browse, search
from karum.shop.views.seen import seen, similar
from karum.shop.views.share import share_picture
from karum.shop.views.shop import shop
from karum.shop.views.sitemaps import robots, sitemap, sitemap_index, sitemap_of_products
from karum.shop.views.suggest import suggestions

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
    path("search/suggest", suggestions, name="suggest"),
    path("c/<slug:slug>", browse, name="category"),
    path("p", seen, name="seen"),
    path("p/<slug:slug>", product, name="product"),
    path("p/<slug:slug>/similar", similar, name="similar"),
    path("s/<slug:slug>", shop, name="shop"),
    path("s/<slug:slug>/google/<str:country>/<str:language>.xml", seller_feed, name="seller-feed"),
    path("feeds/google/<str:country>/<str:language>.xml", feed, name="feed"),
    path("share/<str:digest>.jpg", share_picture, name="share-picture"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap-index"),
    path("sitemaps/products-<int:part>.xml", sitemap_of_products, name="sitemap-products"),
    path("sitemaps/<str:kind>.xml", sitemap, name="sitemap"),
]
