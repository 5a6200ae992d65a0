"""What the doctor asks of the loaded tariffs."""

from django.utils import timezone

from karum.runtime.doctor import Finding, check
from karum.tariffs.queries.status import loaded_files, systems

OLD_DAYS = 200  # tariffs change at New Year and in summer at least


@check("official tariffs")
def tariffs() -> Finding:
    """How old the newest edition of each loaded tariff is, and whether rows of it could not be used."""
    known = systems()
    if not known:
        return Finding.good("None is loaded; duties come from the markets' own files.")
    today = timezone.now().date()
    newest = {system: max(file.valid_from for file in loaded_files(system)) for system in known}
    old = sorted(system for system, day in newest.items() if (today - day).days > OLD_DAYS)
    broken = sum(file.broken for file in loaded_files())
    said = f"Loaded: {', '.join(f'{system} of {newest[system]}' for system in known)}."
    if old:
        return Finding.warn(
            f"{said} More than {OLD_DAYS} days old: {', '.join(old)}.",
            "Fetch the newest edition from the authority and run: karum rules load FILE",
        )
    if broken:
        return Finding.warn(f"{said} {broken:,} rows could not be used.", "See which, and why: karum rules broken")
    return Finding.good(said)
