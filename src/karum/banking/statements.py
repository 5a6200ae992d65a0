"""Read a bank's statement, whatever its format: its first bytes say what it is, never its name."""

from karum.banking import camt, csv_file, mt940
from karum.banking.records import BadStatement, Broken, Statement, StatementBalance, StatementEntry

__all__ = ["BYTES_MAX", "BadStatement", "Broken", "Statement", "StatementBalance", "StatementEntry", "read"]

BYTES_MAX = 20 * 2**20
HEAD_BYTES = 8_192


def read(data: bytes, *, own_account: str = "") -> Statement:
    """Every entry, balance and unusable part. ``own_account`` is for a CSV without a column of that name.

    Raises BadStatement for a file that is too large, empty, of no known format or not whole.
    """
    if len(data) > BYTES_MAX:
        raise BadStatement(f"The file has more than {BYTES_MAX // 2**20} MB. Ask the bank for shorter periods.")
    if not data.strip():
        raise BadStatement("The file is empty.")
    head = data[:HEAD_BYTES]
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return camt.read(data)
    if b"\0" in data:
        raise BadStatement("The file has bytes that no text has.")
    if mt940.recognise(head):
        return mt940.read(data)
    if csv_file.recognise(head):
        return csv_file.read(data, own_account=own_account)
    raise BadStatement("The file is no camt.053, camt.054, MT940 or CSV with the columns date, amount, currency.")
