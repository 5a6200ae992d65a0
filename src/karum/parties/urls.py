"""Addresses of a person's own pages, of invitations and of the demo's doors."""

from django.urls import URLPattern, path

from karum.parties.views import addresses, closing, demo, invitations, me

app_name = "parties"
urlpatterns: list[URLPattern] = [
    path("me", me.me, name="me"),
    path("me/data", closing.data, name="data"),
    path("me/close", closing.Close.as_view(), name="close"),
    path("me/closed", closing.closed, name="closed"),
    path("me/addresses/new", addresses.add, name="address_add"),
    path("me/addresses/<int:address_id>", addresses.edit, name="address_edit"),
    path("me/addresses/<int:address_id>/default", addresses.default, name="address_default"),
    path("me/addresses/<int:address_id>/remove", addresses.remove, name="address_remove"),
    path("invitation/<str:token>", invitations.invitation, name="invitation"),
    path("demo", demo.people, name="demo"),
    path("demo/mailbox", demo.mailbox, name="mailbox"),
    path("demo/mailbox/<int:letter_id>", demo.letter, name="letter"),
]
