"""EPUB books: a zip archive of pages, read in the order of their spine."""

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from html.entities import html5
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from embeddings.readers.decoding import decode_bytes
from embeddings.readers.errors import EncryptedSourceError
from embeddings.readers.html_blocks import HtmlTree, HtmlWalk
from embeddings.readers.html_elements import body_of, tag_name
from embeddings.readers.parsed_file import Source
from embeddings.readers.reader import InputFile, Reader, Verdict
from embeddings.readers.webpage import parse_html
from embeddings.readers.zip_archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAME = "an EPUB book"
_MIMETYPE = "mimetype"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_ENCRYPTION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGE_TYPES = ("application/xhtml+xml", "text/html")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}


def sniff(file: InputFile) -> Verdict:
    """Recognise an archive by the type that it states, or by its container if it states none."""
    names = file.archive.names
    stated = file.archive.read(_MIMETYPE).strip() if _MIMETYPE in names else b""
    is_book = stated == b"application/epub+zip" or (not stated and _CONTAINER in names)
    return Verdict.YES if is_book else Verdict.NO


def read(file: InputFile) -> Source:
    """Read a book; raise SourceError if it is locked, damaged or would unpack to too much."""
    archive = Archive(file.path, file.data, _NAME)
    _refuse_locked(archive)
    walk = HtmlWalk()
    pages = (HtmlTree(body_of(_parse_page(archive, name))) for name in _spine(archive))
    return Source(tuple(paragraph for page in pages for paragraph in walk.read(page)))


def _refuse_locked(archive: Archive) -> None:
    """Refuse a book whose pages are encrypted; if only its fonts are, it is read."""
    if _ENCRYPTION not in archive.names:
        return
    for element in archive.parse_xml(_ENCRYPTION).iter():
        method = next((child for child in element if tag_name(child) == "encryptionmethod"), None)
        if tag_name(element) != "encrypteddata" or method is None:
            continue
        if not (method.get("Algorithm") or "").startswith(_FONT_ENCRYPTION):
            raise EncryptedSourceError(archive.path, _NAME, "is locked by its shop (DRM)")


def _spine(archive: Archive) -> Iterator[str]:
    """Yield the names of the pages in reading order, without the table of contents."""
    package = _package(archive)
    elements = list(archive.parse_xml(package).iter())
    items = {element.get("id"): element for element in elements if tag_name(element) == "item"}
    folder = posixpath.dirname(package)
    for element in elements:
        item = items.get(element.get("idref")) if tag_name(element) == "itemref" else None
        if item is None or item.get("media-type") not in _PAGE_TYPES:
            continue
        if "nav" not in (item.get("properties") or "").split() and element.get("linear") != "no":
            name = unquote(urldefrag(item.get("href") or "").url)
            yield posixpath.normpath(posixpath.join(folder, name))


def _package(archive: Archive) -> str:
    """Return the name of the part that lists what the book consists of."""
    for element in archive.parse_xml(_CONTAINER).iter():
        if tag_name(element) == "rootfile":
            if path := element.get("full-path"):
                return path
            break
    raise archive.damage("it names no package")


def _parse_page(archive: Archive, name: str) -> "_Element":
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
    return parse_html(archive.path, decode_bytes(archive.path, data), _NAME)


def _replace_entity(entity: re.Match[bytes]) -> bytes:
    """Return the characters that an entity of HTML stands for, which XML does not know."""
    characters = html5.get(f"{entity[1].decode('ascii')};")
    if characters is None or entity[1] in _XML_ENTITIES:
        return entity[0]
    return "".join(f"&#{ord(c)};" for c in characters).encode("ascii")


READER = Reader("EPUB", _NAME, (".epub",), sniff, read, stored_as="zip")
