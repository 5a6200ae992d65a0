"""XML of any size, read element by element: memory stays flat, nothing is fetched, no entity is expanded."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from karum.official.source import BadFile, Source


def elements(source: Source, *names: str) -> Iterator[etree._Element]:
    """Each element with one of these local names, in whatever namespace; it is emptied once the caller is done.

    Raises BadFile for a file that ends too early or is no well-formed XML, and for one that brings a DOCTYPE: no
    authority's file does, and entities can be made to swell.
    """
    yield from _parsed(source, tuple(f"{{*}}{name}" for name in names), 0)


def elements_at(source: Source, depth: int) -> Iterator[etree._Element]:
    """Each element that stands ``depth`` levels below the first one, whatever its name. Raises BadFile as above."""
    yield from _parsed(source, None, depth)


def _parsed(source: Source, tags: tuple[str, ...] | None, depth: int) -> Iterator[etree._Element]:
    doctype = BadFile(f"{source.name} brings a DOCTYPE, which no official file has. It was not read.")
    if b"<!DOCTYPE" in source.head:
        raise doctype
    level, seen = 0, False
    with source.open() as stream:
        try:
            for event, element in etree.iterparse(
                stream,
                events=("end",) if tags else ("start", "end"),
                tag=tags,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                remove_comments=True,
                remove_pis=True,
            ):
                if not seen:  # behind a long comment or in another encoding it is found only here
                    seen = True
                    if element.getroottree().docinfo.internalDTD is not None:
                        raise doctype
                if tags is None:
                    level += 1 if event == "start" else -1
                    if event == "start" or level != depth:
                        continue
                yield element
                _forget(element)
        except etree.XMLSyntaxError as error:
            raise BadFile(f"{source.name} is not whole: {error}. Fetch it again.") from error


def _forget(element: etree._Element) -> None:
    """Free the element and everything before it, up to the first element: shells of ancestors add up, too."""
    element.clear()
    for node in (element, *element.iterancestors()):
        parent = node.getparent()
        while parent is not None and node.getprevious() is not None:
            del parent[0]


def local(element: etree._Element) -> str:
    """The name of the element without its namespace."""
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def text(element: etree._Element, path: str) -> str:
    """The text at ``path`` ("measureType/measureTypeId"), "" when there is none; namespaces are ignored."""
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return (element.findtext(steps) or "").strip()


class Node:
    """An element copied into plain objects, for entities of which many parts are asked: many times as fast."""

    __slots__ = ("name", "parts", "text")

    def __init__(self, element: etree._Element) -> None:
        self.name = local(element)
        self.text = (element.text or "").strip()
        self.parts: dict[str, list[Node]] = {}
        for child in element:
            part = Node(child)
            self.parts.setdefault(part.name, []).append(part)

    def said(self, path: str) -> str:
        """The text at ``path`` ("measureType/measureTypeId"), "" when there is none."""
        node = self
        for step in path.split("/"):
            found = node.parts.get(step)
            if not found:
                return ""
            node = found[0]
        return node.text

    def all(self, name: str) -> list["Node"]:
        """The parts of this name, in their order."""
        return self.parts.get(name, [])

    def walk(self) -> Iterator["Node"]:
        """The node and everything in it."""
        yield self
        for parts in self.parts.values():
            for part in parts:
                yield from part.walk()


def shown(element: etree._Element) -> str:
    """The element as text, for a row that could not be used."""
    return etree.tostring(element, encoding="unicode", with_tail=False)[:2_000]


def first_name(source: Source) -> str:
    """The local name of the file's first element, "" for what is no XML."""
    head = source.head
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        beginning = head.decode("utf-16", "replace")
    else:
        beginning = head.decode("utf-8-sig", "replace")
    if not beginning.lstrip().startswith("<"):
        return ""
    found = re.search(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)", beginning)
    return found[1] if found else ""
