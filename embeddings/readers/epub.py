"""EPUB books: a zip of pages in the order of their spine."""

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from embeddings.readers.errors import EncryptedSourceError
from embeddings.readers.html_blocks import Walk, tag
from embeddings.readers.parsed_file import Rough, Source
from embeddings.readers.plain_text import decoded
from embeddings.readers.webpage import parsed
from embeddings.readers.zip_archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

KIND = "an EPUB book"

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""What hides fonts hides no text."""

_PAGES = ("application/xhtml+xml", "text/html")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = {b"amp", b"lt", b"gt", b"quot", b"apos"}


def read(path: Path, data: bytes) -> Source:
    """Read a book; raise SourceError where it is locked, damaged or would unpack to too much."""
    archive = Archive(path, data, KIND)
    _unlocked(archive)
    walk = Walk()
    found = (one for name in _spine(archive) for one in _paragraphs(archive, name, walk))
    return Source(tuple(found))


def _unlocked(archive: Archive) -> None:
    """Refuse a book whose pages are encrypted; one whose fonts are is read."""
    if _ENCRYPTION not in archive.names:
        return
    for one in archive.tree(_ENCRYPTION).iter():
        method = next((child for child in one if tag(child) == "encryptionmethod"), None)
        if tag(one) != "encrypteddata" or method is None:
            continue
        if not (method.get("Algorithm") or "").startswith(_FONTS):
            raise EncryptedSourceError(archive.path, KIND, "is locked by its shop (DRM)")


def _spine(archive: Archive) -> Iterator[str]:
    """Yield the names of the pages, in reading order, less the table of contents."""
    package = next(
        (one.get("full-path") for one in archive.tree(_CONTAINER).iter() if tag(one) == "rootfile"),
        None,
    )
    if not package:
        raise archive.damaged("it names no package")
    elements = list(archive.tree(package).iter())
    items = {one.get("id"): one for one in elements if tag(one) == "item"}
    folder = posixpath.dirname(package)
    for one in elements:
        item = items.get(one.get("idref")) if tag(one) == "itemref" else None
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in (item.get("properties") or "").split() and one.get("linear") != "no":
            name = unquote(urldefrag(item.get("href") or "").url)
            yield posixpath.normpath(posixpath.join(folder, name))


def _paragraphs(archive: Archive, name: str, walk: Walk) -> Iterator[Rough]:
    root = _page(archive, name)
    yield from walk.run(next((one for one in root.iter() if tag(one) == "body"), root))


def _page(archive: Archive, name: str) -> "_Element":
    """Return the tree of a page: as XML where it is that, or else as any web page."""
    from lxml import etree

    data = archive.read(name)
    archive.proved(name, data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    with suppress(etree.XMLSyntaxError):
        return etree.fromstring(_ENTITY.sub(_character, data), parser)
    return parsed(archive.path, decoded(archive.path, data), KIND)


def _character(entity: re.Match[bytes]) -> bytes:
    """Return what a name of HTML stands for, which XML does not know."""
    meant = html5.get(f"{entity[1].decode('ascii')};")
    if meant is None or entity[1] in _OF_XML:
        return entity[0]
    return "".join(f"&#{ord(c)};" for c in meant).encode("ascii")
