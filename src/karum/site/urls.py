"""Every address of the hub."""

from django.urls import URLPattern, URLResolver, include, path

from karum.site.design import design
from karum.site.installed import manifest, offline, worker

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("karum.parties.entrance.urls")),
    path("", include("karum.parties.urls")),
    path("", include("karum.notices.urls")),
    path("design", design, name="design"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", worker, name="worker"),
    path("offline", offline, name="offline"),
    path("", include("karum.payments.urls")),
    path("", include("karum.reports.urls")),
    path("", include("karum.orders.urls")),
    path("", include("karum.disputes.urls")),
    path("", include("karum.reviews.urls")),
    path("", include("karum.talk.urls")),
    path("", include("karum.saved.urls")),
    path("", include("karum.desk.urls")),
    path("", include("karum.hub.urls")),
    path("", include("karum.shop.urls")),
]

handler400 = "karum.site.errors.bad_request"
handler403 = "karum.site.errors.permission_denied"
handler429 = "karum.parties.entrance.views.too_many"  # asked for by allauth
handler404 = "karum.site.errors.not_found"
handler500 = "karum.site.errors.server_error"
