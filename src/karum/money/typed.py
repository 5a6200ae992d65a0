"""Numbers as people type them: in the digits of their script, with their own decimal mark. Pure."""

# A phone with an Arabic keyboard types ٤٢٤٢; Persian and full-width digits come as well.
_DIGITS = {
    ord(char): str(value)
    for zero in (0x0660, 0x06F0, 0xFF10)
    for value, char in enumerate(map(chr, range(zero, zero + 10)))
}


def plain_digits(text: str) -> str:
    """``text`` with Arabic-Indic, Persian and full-width digits written as 0-9."""
    return text.translate(_DIGITS)


def plain_decimal(text: str) -> str:
    """A number as machines write it: ``1 234,5`` and ``١٢٫٥`` become ``1234.5`` and ``12.5``.

    One comma or point is the decimal mark; of two kinds the last one is.
    """
    text = plain_digits(text).replace("٫", ".").replace("٬", ",")
    text = "".join(char for char in text if not char.isspace() and char not in "'’")
    comma, point = text.rfind(","), text.rfind(".")
    if comma > point:
        return text.replace(".", "").replace(",", ".") if text.count(",") == 1 else text.replace(",", "")
    return text.replace(",", "") if text.count(".") <= 1 else text.replace(".", "")


def is_count(text: str) -> bool:
    """Whether ``text`` is a whole number, and not one of those that only take long to read."""
    return text.isdecimal() and len(text) <= 18
