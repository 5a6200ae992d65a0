from django.urls import path

from karum.payments import api, views

app_name = "payments"
urlpatterns = [
    path("payments/webhook/<slug:provider>", api.webhook, name="webhook"),
    path("payments/sandbox/<uuid:key>", views.sandbox_bank, name="sandbox-bank"),
]
