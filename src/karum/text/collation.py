"""The order in which readers of a language look for names. Pure.

Source: Unicode Collation Algorithm with CLDR's root order (feruca), and CLDR's rules of the languages that differ from
it: Spanish has its letter after n, Arabic comes before Latin, Chinese goes by sound.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from feruca import collate

_Named = TypeVar("_Named")
_LAST = "\uffff"  # of all letters, by CLDR


def by_name(items: Iterable[_Named], name: Callable[[_Named], str], language: str) -> list[_Named]:
    """Return ``items`` in the order of their names for readers of ``language`` (``es``, ``zh-hans``)."""
    pairs = [(_key(name(item), language), item) for item in items]
    if language.startswith("zh"):
        # GB 18030 keeps the common characters in the order of their sound; names in Latin letters come first.
        return [item for _sound, item in sorted(pairs, key=lambda pair: pair[0].encode("gb18030", "replace"))]
    keys = collate(list({key for key, _item in pairs}), tailoring="ArabicScript" if language == "ar" else "default")
    place = {key: number for number, key in enumerate(keys)}
    return [item for _key, item in sorted(pairs, key=lambda pair: place[pair[0]])]


def _key(name: str, language: str) -> str:
    return name.replace("ñ", f"n{_LAST}").replace("Ñ", f"N{_LAST}") if language == "es" else name
