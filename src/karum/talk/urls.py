"""Addresses of talk: the asker's, everybody's and the hub's. The seller's inbox is at her desk."""

from django.urls import URLPattern, path

from karum.talk.views import asker, operator, public

app_name = "talk"
urlpatterns: list[URLPattern] = [
    path("s/<slug:slug>/ask", asker.ask, name="ask"),
    path("o/<str:token>/messages", asker.about_order, name="order"),
    path("p/<slug:slug>/questions", public.answers, name="answers"),
    path("me/messages", asker.mine, name="mine"),
    path("talk/<str:token>", asker.talk, name="talk"),
    path("talk/<str:token>/files/<uuid:key>", asker.picture, name="picture"),
    path("talk/<str:token>/<slug:what>", asker.act, name="act"),
    path("hub/messages", operator.queue, name="queue"),
    path("hub/messages/<uuid:key>", operator.talk, name="hub_talk"),
    path("hub/messages/<uuid:key>/files/<uuid:file>", operator.picture, name="hub_picture"),
    path("hub/messages/<uuid:key>/<slug:what>", operator.act, name="hub_act"),
]
