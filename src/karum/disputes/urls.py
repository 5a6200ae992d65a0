"""Addresses of cases: the buyer's and the hub's. The seller's are at her desk."""

from django.urls import URLPattern, path

from karum.disputes.views import buyer, operator

app_name = "disputes"
urlpatterns: list[URLPattern] = [
    path("me/orders/<str:token>/problem", buyer.problem, name="problem"),
    path("me/orders/<str:token>/cases/<uuid:key>", buyer.case, name="case"),
    path("me/orders/<str:token>/cases/<uuid:key>/<slug:what>", buyer.act, name="act"),
    path("me/orders/<str:token>/cases/<uuid:key>/files/<uuid:file>", buyer.file, name="file"),
    path("hub/disputes", operator.queue, name="queue"),
    path("hub/disputes/<uuid:key>", operator.case, name="hub_case"),
    path("hub/disputes/<uuid:key>/<slug:what>", operator.act, name="hub_act"),
    path("hub/disputes/<uuid:key>/files/<uuid:file>", operator.file, name="hub_file"),
    path("hub/chargebacks", operator.chargeback_list, name="chargebacks"),
    path("hub/chargebacks/<uuid:key>/loss", operator.loss, name="loss"),
    path("hub/losses/<uuid:key>", operator.loss_answer, name="loss_answer"),
    path("hub/chargebacks/<uuid:key>.zip", operator.chargeback_bundle, name="bundle"),
]
