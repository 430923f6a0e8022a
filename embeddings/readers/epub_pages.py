"""The pages of an EPUB book: XML as a rule, and whatever else reading systems put up with."""

import re
from contextlib import suppress
from html.entities import html5
from typing import TYPE_CHECKING

from embeddings.readers.decoding import decode_bytes
from embeddings.readers.webpage import parse_html
from embeddings.readers.zip_archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}


def parse_page(archive: Archive, name: str) -> "_Element":
    """Return the tree of a page: as XML if it is well formed, else as any web page."""
    from lxml import etree

    data = archive.read(name)
    archive.refuse_bombs(name, data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    with suppress(etree.XMLSyntaxError):
        return etree.fromstring(_ENTITY.sub(_replace_entity, data), parser)
    return parse_html(archive.path, decode_bytes(archive.path, data), archive.kind)


def _replace_entity(entity: re.Match[bytes]) -> bytes:
    """Return the characters that an entity of HTML stands for, which XML does not know."""
    characters = html5.get(f"{entity[1].decode('ascii')};")
    if characters is None or entity[1] in _XML_ENTITIES:
        return entity[0]
    return "".join(f"&#{ord(c)};" for c in characters).encode("ascii")
