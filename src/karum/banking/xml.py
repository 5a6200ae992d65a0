"""XML that strangers hand over: no DOCTYPE, no entities, nothing fetched."""

from lxml import etree

from karum.banking.records import BadStatement


def parsed(data: bytes) -> etree._Element:
    """The first element. Raises BadStatement for what is no whole XML, and for anything with a DOCTYPE."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadStatement(f"The file is no whole XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadStatement("The file brings a DOCTYPE, which no bank's file has. It was not read.")
    return root


def steps(path: str) -> str:
    """``Refs/EndToEndId`` in whatever namespace: every version of a message is read alike."""
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


def text(element: etree._Element, *paths: str) -> str:
    """The text at the first of ``paths`` that has one, "" when none has."""
    for path in paths:
        if said := " ".join((element.findtext(steps(path)) or "").split()):
            return said
    return ""


def every(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall(steps(path))


def shown(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)[:500]
