"""What the doctor looks at in shipping."""

from karum.runtime.doctor import Finding, check
from karum.shipping.services.papers import PressFailed, try_press


@check("press for the papers")
def press() -> Finding:
    try:
        try_press()
    except PressFailed as failed:
        why = str(failed).strip().splitlines()[-1]
        return Finding.bad(f"Papers cannot be printed: {why}", "Install again with `make run`; is there memory left?")
    return Finding.good("Invoices, packing lists and customs forms can be printed.")
