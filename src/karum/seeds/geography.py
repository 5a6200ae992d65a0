"""Where the demo's sellers are: time zones and regions, for shipping zones. ISO 3166 alpha-2 codes."""

TIME_ZONES = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CN": "Asia/Shanghai",
    "CO": "America/Bogota", "DE": "Europe/Berlin", "ET": "Africa/Addis_Ababa", "FJ": "Pacific/Fiji",
    "GB": "Europe/London", "GH": "Africa/Accra", "GR": "Europe/Athens", "ID": "Asia/Jakarta", "IN": "Asia/Kolkata",
    "IT": "Europe/Rome", "JP": "Asia/Tokyo", "KE": "Africa/Nairobi", "KR": "Asia/Seoul", "MA": "Africa/Casablanca",
    "MX": "America/Mexico_City", "NO": "Europe/Oslo", "NP": "Asia/Kathmandu", "NZ": "Pacific/Auckland",
    "PE": "America/Lima", "PT": "Europe/Lisbon", "RW": "Africa/Kigali", "SN": "Africa/Dakar", "TN": "Africa/Tunis",
    "TR": "Europe/Istanbul", "US": "America/New_York", "VN": "Asia/Ho_Chi_Minh", "ZA": "Africa/Johannesburg",
}  # fmt: skip

# Neighbourhoods of the post: a parcel within one costs less than one around the world.
REGIONS: dict[str, frozenset[str]] = {
    "Europe": frozenset(
        "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO RS SE SI SK TR UA".split()
    ),
    "Africa": frozenset(
        "AO BF BI BJ BW CD CI CM CV DJ DZ EG ET GA GH GM GN KE LR LS LY MA MG ML MR MU MW MZ NA NE NG RW SC SL SN TD TG TN TZ UG ZA ZM ZW".split()
    ),
    "Asia": frozenset("BD BN BT CN HK ID IN JP KH KR LA LK MM MN MO MV MY NP PH PK SG TH TL TW VN".split()),
    "The Americas": frozenset("AR BO BR BZ CA CL CO CR CU DO EC GT GY HN HT JM MX NI PA PE PR PY SR SV TT US UY VE".split()),
    "Oceania": frozenset("AU CK FJ KI NC NZ PF PG SB TO TV VU WS".split()),
}

CONTINENTS: dict[str, str] = {country: name for name, countries in REGIONS.items() for country in countries}


def region_of(country: str) -> tuple[str, frozenset[str]]:
    """Return the region's name and its other countries."""
    name = CONTINENTS[country]
    return name, REGIONS[name] - {country}
