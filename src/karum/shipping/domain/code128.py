"""Code 128 barcodes as widths of bars and gaps. Source: ISO/IEC 15417:2007."""

import re

# Widths of the six bars and gaps of each symbol value, 0 to 106; the last is the stop with its final bar.
_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
_PATTERNS = _WIDTHS.split()
_CODE_C, _CODE_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106
QUIET_MODULES = 10  # the white margin that scanners need on both sides


def encode(text: str) -> list[int]:
    """Return the widths, in modules, of bars and gaps in turn, beginning with a bar; without the quiet zones.

    Pairs of digits go two to a symbol (code set C) where at least four stand together. Raises ValueError for a text
    that is empty or holds anything but printable ASCII.
    """
    if not text or not all(" " <= letter <= "~" for letter in text):
        raise ValueError(f"{text!r} cannot be a Code 128 barcode: printable ASCII only")
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103
    return [int(width) for value in (*values, check, _STOP) for width in _PATTERNS[value]]


def _values(text: str) -> list[int]:
    values: list[int] = []
    in_c: bool | None = None
    for run in re.findall(r"[0-9]{4,}|[0-9]{1,3}(?![0-9])|[^0-9]+", text):
        pairs = len(run) // 2 * 2 if run.isdigit() and len(run) >= 4 else 0
        if pairs:
            if in_c is not True:
                values.append(_CODE_C if values else _START_C)
            in_c = True
            values += [int(run[place : place + 2]) for place in range(0, pairs, 2)]
        if run[pairs:]:
            if in_c is not False:
                values.append(_CODE_B if values else _START_B)
            in_c = False
            values += [ord(letter) - 32 for letter in run[pairs:]]
    return values
