"""EPUB books: a zip archive of pages, read in the order of their spine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from embeddings.readers.epub_package import CONTAINER, Package, resolve
from embeddings.readers.epub_pages import parse_page
from embeddings.readers.errors import EncryptedSourceError
from embeddings.readers.html_blocks import HtmlTree, HtmlWalk
from embeddings.readers.html_elements import body_of, tag_name, text_of
from embeddings.readers.html_notes import holds_notes
from embeddings.readers.parsed_file import RawParagraph, Source
from embeddings.readers.reader import InputFile, Reader, Verdict
from embeddings.readers.stylesheets import StyleSheets
from embeddings.readers.zip_archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAME = "an EPUB book"
_MIMETYPE = "mimetype"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_ENCRYPTION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def sniff(file: InputFile) -> Verdict:
    """Recognise an archive by the type that it states, or by its container if it states none."""
    names = file.archive.names
    stated = file.archive.read(_MIMETYPE).strip() if _MIMETYPE in names else b""
    is_book = stated == b"application/epub+zip" or (not stated and CONTAINER in names)
    return Verdict.YES if is_book else Verdict.NO


def read(file: InputFile) -> Source:
    """Read a book; raise SourceError if it is locked, damaged or would unpack to too much."""
    archive = Archive(file.path, file.data, _NAME)
    _refuse_locked(archive)
    return Source(tuple(_BookReader(archive).read()))


class _BookReader:
    """What reads the pages of one book, one after the other."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.package = archive, Package(archive)
        self._sheets: dict[str, str] = {}

    def read(self) -> Iterator[RawParagraph]:
        """Yield the paragraphs of the pages in reading order, and behind them those of notes."""
        walk = HtmlWalk()
        for name in self.package.spine(linear=True):
            yield from walk.read(self._tree(name))
        walk.leave_pages()
        for name in self.package.spine(linear=False):
            tree = self._tree(name) if name in self.archive.names else None
            if tree is not None and any(map(holds_notes, tree.root.iter("{*}*"))):
                yield from walk.read(tree)

    def _tree(self, name: str) -> HtmlTree:
        """Return a page, with the style sheets that it uses and the printed pages in it."""
        root = parse_page(self.archive, name)
        sheets = StyleSheets(self._sheets_of(root, name))
        return HtmlTree(body_of(root), sheets, self.package.page_list.get(name, {}))

    def _sheets_of(self, root: "_Element", page: str) -> Iterator[str]:
        """Yield the style sheets of a page, its own and those that it links to."""
        for element in root.iter():
            name = tag_name(element)
            if name == "style":
                yield text_of(element)
            elif name == "link" and "stylesheet" in (element.get("rel") or "").lower().split():
                yield self._sheet(resolve(page, element.get("href") or "")[0])

    def _sheet(self, name: str) -> str:
        """Return a style sheet of the book; nothing where it is missing."""
        if name not in self._sheets:
            data = self.archive.read(name) if name in self.archive.names else b""
            self._sheets[name] = data.decode("utf-8", "replace")
        return self._sheets[name]


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


READER = Reader("EPUB", _NAME, (".epub",), sniff, read, stored_as="zip")
