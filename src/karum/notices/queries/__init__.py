"""Reads about notices."""

from karum.notices.queries.devices import DeviceCard, devices_of
from karum.notices.queries.switches import Switch, Wanted, switches_of, wanted

__all__ = ["DeviceCard", "Switch", "Wanted", "devices_of", "switches_of", "wanted"]
