"""Addresses of reviews: everybody's, the buyer's and the hub's. The seller's are at her desk."""

from django.urls import URLPattern, path

from karum.reviews.views import buyer, operator, public

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("reviews/rules", public.rules, name="rules"),
    path("reviews/<uuid:key>/report", public.report, name="report"),
    path("p/<slug:slug>/reviews", public.of_product, name="product"),
    path("s/<slug:slug>/reviews", public.of_seller, name="seller"),
    path("o/<str:token>/reviews", buyer.order, name="order"),
    path("o/<str:token>/reviews/<int:position>", buyer.write, name="write"),
    path("hub/reviews", operator.queue, name="queue"),
    path("hub/reviews/<uuid:key>", operator.review, name="hub_review"),
    path("hub/reviews/<uuid:key>/<slug:what>", operator.act, name="hub_act"),
]
