"""Words that several pages of the desk share."""

from django.utils.translation import gettext_lazy as _

from karum.desk.domain.regions import REGIONS

REGION_NAMES = {
    "africa_east": _("East Africa"),
    "africa_north": _("North Africa"),
    "africa_south": _("Central and southern Africa"),
    "africa_west": _("West Africa"),
    "america_north": _("North America"),
    "america_central": _("Central America and the Caribbean"),
    "america_south": _("South America"),
    "asia_central": _("Central Asia"),
    "asia_east": _("East Asia"),
    "asia_south": _("South Asia"),
    "asia_south_east": _("South-East Asia"),
    "asia_west": _("West Asia"),
    "europe_union": _("European Union"),
    "europe_other": _("Rest of Europe"),
    "oceania": _("Oceania"),
}
assert REGION_NAMES.keys() == REGIONS.keys()
