"""Which e-mail addresses are the same. Pure."""


def plain_email(text: str) -> str:
    """The address in small letters: as it is kept, looked up and written to.

    Only the very same text is the same mailbox. A database that compares without capitals takes ``ı`` for ``i`` and
    ``ſ`` for ``s``, and a letter with a code would go to whoever owns the look-alike (as in CVE-2019-19844).
    """
    return text.strip().lower()
