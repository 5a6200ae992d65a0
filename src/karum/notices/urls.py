"""Addresses of what people want to be told, and of the links in letters."""

from django.urls import URLPattern, path

from karum.notices.views import devices, off, switches

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("me/notices", switches.switches, name="switches"),
    path("me/notices/devices", devices.add, name="device_add"),
    path("me/notices/devices/renew", devices.renew, name="device_renew"),
    path("me/notices/devices/test", devices.try_out, name="device_test"),
    path("me/notices/devices/<int:device_id>/remove", devices.remove, name="device_remove"),
    path("notices/off/<str:token>", off.off, name="off"),
]
