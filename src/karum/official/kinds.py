"""Which kind of official file this is. Each reader looks at the first bytes; the first that knows them has it."""

from importlib import import_module
from types import ModuleType

from karum.official.source import BadFile, Source

READERS = (
    "us_hts_json",
    "us_hts_csv",
    "uk_cds",
    "uk_csv",
    "taric3",
    "eu_xlsx",
    "eu_nomenclature",
    "canada_csv",
    "uk_origin_schemes",
    "uk_origin_rules",
    "ecb_rates",
    "ofac_sdn",
    "un_sanctions",
    "eu_sanctions",
)


def reader_for(source: Source) -> ModuleType:
    """Return the module that reads ``source``. Raises BadFile when no reader knows it."""
    if not source.path.is_file():
        raise BadFile(f"There is no file {source.path}.")
    if not source.size:
        raise BadFile(f"{source.name} is empty.")
    for name in READERS:
        module = import_module(f"karum.official.{name}")
        if module.recognise(source):
            return module
    raise BadFile(
        f"{source.name} is none of the official files that can be read: {', '.join(READERS)}. "
        "Give it as the authority publishes it, unchanged."
    )
