"""Addresses of reports: the buyer's receipt. Sellers' and operators' pages are at their desks."""

from django.urls import URLPattern, path

from karum.reports.views import receipt

app_name = "reports"
urlpatterns: list[URLPattern] = [path("o/<str:token>/receipt.pdf", receipt.receipt, name="receipt")]
