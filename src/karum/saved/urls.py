"""Addresses of the wish list and of followed shops."""

from django.urls import URLPattern, path

from karum.saved.views import shops, wishes

app_name = "saved"
urlpatterns: list[URLPattern] = [
    path("saved", wishes.wishes, name="wishes"),
    path("saved/add", wishes.add, name="add"),
    path("saved/remove", wishes.remove, name="remove"),
    path("saved/share", wishes.share, name="share"),
    path("saved/list/<str:share>", wishes.shared, name="shared"),
    path("saved/shops", shops.shops, name="shops"),
    path("saved/shops/follow", shops.follow, name="follow"),
    path("saved/shops/leave", shops.leave, name="leave"),
]
