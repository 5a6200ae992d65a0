"""Countries by region, for choosing many at once. Source: UN M49 regions; Taiwan stands with Eastern Asia."""

_CODES = {
    "africa_east": "BI KM DJ ER ET KE MG MW MU YT MZ RE RW SC SO SS TZ UG ZM ZW",
    "africa_north": "DZ EG LY MA SD TN EH",
    "africa_south": "AO BW CM CF TD CD CG GQ GA LS NA ST ZA SZ",
    "africa_west": "BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG",
    "america_north": "BM CA GL PM US MX",
    "america_central": "AI AG AW BS BB BZ BQ VG KY CR CU CW DM DO SV GD GP GT HT HN JM MQ MS NI PA PR BL KN LC "
    "MF VC SX TT TC VI",
    "america_south": "AR BO BR CL CO EC FK GF GY PY PE SR UY VE",
    "asia_central": "KZ KG TJ TM UZ AF IR",
    "asia_east": "CN HK JP KP KR MO MN TW",
    "asia_south": "BD BT IN MV NP PK LK",
    "asia_south_east": "BN KH ID LA MY MM PH SG TH TL VN",
    "asia_west": "AM AZ BH CY GE IQ IL JO KW LB OM PS QA SA SY TR AE YE",
    "europe_union": "AT BE BG HR CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE",
    "europe_other": "AX AL AD BY BA FO GI GG VA IS IM JE XK LI MD MC ME MK NO RU SM RS SJ CH UA GB",
    "oceania": "AS AU CK FJ PF GU KI MH FM NR NC NZ NU NF MP PW PG PN WS SB TK TO TV VU WF",
}

REGIONS: dict[str, tuple[str, ...]] = {name: tuple(codes.split()) for name, codes in _CODES.items()}
"""Region -> ISO 3166 alpha-2 codes."""
