"""What the doctor looks at in parties: that letters go out, and that every firm has someone to answer for it."""

from karum.parties.mailbox import smtp
from karum.parties.queries import firms_without_owner
from karum.runtime.doctor import Finding, check
from karum.runtime.settings import settings


@check("letters")
def letters() -> Finding:
    """Whether letters can leave the hub. The server itself is not called: the doctor works offline."""
    knobs = settings()
    if not knobs.smtp_url:
        if knobs.demo:
            return Finding.good("Letters stay in the demo's mailbox, /demo/mailbox.")
        return Finding.bad(
            "No letter can be sent, so nobody can sign in with a code.",
            "Set SMTP_URL, for example smtp://user:password@mail.example.org:587, and MAIL_FROM.",
        )
    try:
        server = smtp(knobs.smtp_url)
    except ValueError as error:
        return Finding.bad("SMTP_URL cannot be read.", str(error))
    if knobs.mail_from.endswith("@localhost"):
        return Finding.warn(
            f"Letters go out by {server.host} from {knobs.mail_from}, an address that nobody can answer.",
            "Set MAIL_FROM to an address of the hub.",
        )
    return Finding.good(f"Letters go out by {server.host} from {knobs.mail_from}.")


@check("owners")
def owners() -> Finding:
    """Whether each active firm has an owner."""
    alone = firms_without_owner()
    if alone:
        return Finding.warn(
            f"Firms without an owner: {', '.join(alone)}.", "Invite someone as owner, or take the firm off the hub."
        )
    return Finding.good("Every firm has an owner.")
