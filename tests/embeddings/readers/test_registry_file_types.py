"""What is refused, by name, with what it is and what mends it."""

import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import docx
import pytest

from embeddings.errors import SourceError
from embeddings.readers import read, registry
from embeddings.readers.errors import (
    DamagedSourceError,
    EncryptedSourceError,
    MislabelledSourceError,
    ScannedSourceError,
    SwollenSourceError,
)
from embeddings.readers.reader import InputFile, Verdict
from embeddings.readers.registry import reader_named_by, recognise
from embeddings.readers.zip_archive import MAX_PARTS, MIN_CHECKED_BYTES
from embeddings.types.document import Block
from tests.support.pdf_press import Press, scanned
from tests.support.sample_files import CHAPTER, MAKERS, book, epub, packed, pdf, word

BLOCKS = [Block("The keepers of the lamp wrote little."), Block("It froze all night (p. 45).")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
LAUGHS = '<!DOCTYPE lamp [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
DRM = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
 <enc:EncryptionMethod Algorithm="{}"/><enc:CipherData>
 <enc:CipherReference URI="OPS/one.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>"""
AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
FONT = "http://www.idpf.org/2008/embedding"
DOCUMENT = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
{}</w:document>"""
ONE = {"one.xhtml": CHAPTER.format(body="<p>The lamp is lit.</p>")}


def verdict(suffix: str) -> Verdict:
    """Return what the reader of a suffix says of a file that was made in its format."""
    reader = reader_named_by(Path(f"essay{suffix}"))
    assert reader is not None
    return reader.sniff(InputFile(Path("essay"), MAKERS[suffix](BLOCKS)))


TOLD_BY_NAME = {suffix for suffix in MAKERS if verdict(suffix) is Verdict.MAYBE}
"""Formats whose content may always be plain text."""


def refused(folder: Path, name: str, data: bytes) -> SourceError:
    """Return the error that a file is refused with: one sentence that begins with its path."""
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    return caught.value


def with_part(data: bytes, name: str, text: str | bytes) -> bytes:
    """Return a zip file with a part in another one's place."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, text)
    return out.getvalue()


def broken_part(data: bytes, method: int) -> bytes:
    """Return a zip file packed by that method, the largest of its parts damaged inside."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        body = new.getinfo("word/document.xml")
    packed_part = bytearray(out.getvalue())
    at = body.header_offset + 30 + len(body.filename) + body.compress_size // 2
    packed_part[at : at + 20] = b"\0" * 20
    return bytes(packed_part)


def locked_zip() -> bytes:
    """Return a book whose parts are marked as behind a password."""
    data = bytearray(epub(BLOCKS))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


@pytest.mark.parametrize("named", MAKERS)
@pytest.mark.parametrize("suffix", MAKERS)
def test_a_file_that_is_not_what_its_name_says_is_refused_as_what_it_is(
    tmp_path: Path, suffix: str, named: str
) -> None:
    data, name = MAKERS[suffix](BLOCKS), f"essay{named}"
    if suffix == named or {suffix, named} <= TOLD_BY_NAME:
        (tmp_path / name).write_bytes(data)
        assert len(read(tmp_path / name).paragraphs) == 2
        return
    error = refused(tmp_path, name, data)
    assert isinstance(error, MislabelledSourceError)
    wanted = ".txt" if suffix in TOLD_BY_NAME else suffix
    assert error.remedy == f"name it essay{wanted}"


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_file_whose_name_says_nothing_is_read_as_what_it_is(tmp_path: Path, suffix: str) -> None:
    if suffix in TOLD_BY_NAME - {".txt"}:
        pytest.skip("only its name tells it from a plain text")
    path = tmp_path / "essay"
    path.write_bytes(MAKERS[suffix](BLOCKS))
    assert [block.words for block in read(path).blocks()] == [block.words for block in BLOCKS]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<?xml version="1.0"?>\n<!-- saved -->\n<html><p>The lamp.</p>', "a web page (HTML)"),
        (b"# A heading\n\n<p>The lamp.</p>", "a plain text"),
        (b"\xef\xbb\xbf\n%PDF-1.7", "a PDF file"),
        (packed({"META-INF/container.xml": ""}), "an EPUB book"),
        (packed({"word/document.xml": "", "META-INF/container.xml": ""}), "a Word file (DOCX)"),
    ],
)
def test_a_content_decides_its_reader(data: bytes, name: str) -> None:
    assert recognise(InputFile(Path("essay"), data)).name == name


@pytest.mark.parametrize("suffix", [*MAKERS, ""])
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n"])
def test_an_empty_file_is_refused(tmp_path: Path, suffix: str, data: bytes) -> None:
    assert refused(tmp_path, f"essay{suffix}", data).problem == "is empty"


@pytest.mark.parametrize("suffix", [".md", ".docx", ".epub"])
def test_a_file_without_a_paragraph_has_none(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"essay{suffix}"
    path.write_bytes(MAKERS[suffix]([]) or b"<!-- nothing -->")
    assert not list(read(path).blocks())


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("essay.doc", OLE, "a file of an old Word (DOC)"),
        ("essay.docx", OLE, "a file of an old Word (DOC)"),
        ("essay.rtf", rb"{\rtf1\ansi The lamp.}", "a rich text (RTF)"),
        ("essay.txt", rb"{\rtf1\ansi The lamp.}", "a rich text (RTF)"),
        ("essay.ps", b"%!PS-Adobe-3.0\nshowpage\n", "a PostScript file"),
        ("essay.xml", b'<?xml version="1.0"?><TEI><p>The lamp.</p></TEI>', "an XML file"),
        ("essay.html", b'<?xml version="1.0"?><TEI><p>The lamp.</p></TEI>', "an XML file"),
        (
            "essay.mhtml",
            b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>",
            "a web archive (MHTML)",
        ),
        ("essay.zip", packed({"a.txt": "The lamp."}), "a ZIP archive"),
        ("essay.odt", packed({"mimetype": "application/x", "content.xml": "<a/>"}), "OpenDocument"),
        ("essay.xlsx", packed({"xl/workbook.xml": "<a/>"}), "an Excel workbook"),
        ("essay.docx", packed({"ppt/presentation.xml": "<a/>"}), "a PowerPoint presentation"),
        ("essay.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0", "PNG"),
    ],
)
def test_a_file_of_another_kind_is_named(
    tmp_path: Path, name: str, data: bytes, problem: str
) -> None:
    assert problem in refused(tmp_path, name, data).problem


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("essay.pdf", pdf(BLOCKS, Press(password="secret"))),  # noqa: S106
        ("essay.pdf", pdf(BLOCKS, Press(password=""))),
        ("essay.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
        ("essay.epub", book(ONE, list(ONE), **{"META-INF/encryption.xml": DRM.format(AES)})),
        ("essay.epub", locked_zip()),
    ],
    ids=["PDF with a password", "PDF not to be copied", "DOCX", "EPUB of a shop", "locked zip"],
)
def test_a_locked_file_is_refused_as_locked(tmp_path: Path, name: str, data: bytes) -> None:
    error = refused(tmp_path, name, data)
    assert isinstance(error, EncryptedSourceError)
    assert "without that protection" in error.remedy


def test_a_book_whose_fonts_alone_are_hidden_is_read(tmp_path: Path) -> None:
    path = tmp_path / "essay.epub"
    path.write_bytes(book(ONE, list(ONE), **{"META-INF/encryption.xml": DRM.format(FONT)}))
    assert [block.words for block in read(path).blocks()] == ["The lamp is lit."]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("essay.pdf", pdf(BLOCKS)[:300]),
        ("essay.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 4),
        ("essay.pdf", bytes(range(256)) * 4),
        ("essay.docx", word(BLOCKS)[:-200]),
        ("essay.docx", bytes(range(256)) * 4),
        ("essay.docx", with_part(word(BLOCKS), "word/document.xml", "<w:document>")),
        ("essay.docx", with_part(word(BLOCKS), "word/document.xml", "<other/>")),
        ("essay.docx", with_part(word(BLOCKS), "word/document.xml", DOCUMENT.format(""))),
        ("essay.docx", with_part(word(BLOCKS), "word/styles.xml", "<styles")),
        ("essay.docx", broken_part(word(BLOCKS), zipfile.ZIP_BZIP2)),
        ("essay.docx", broken_part(word(BLOCKS), zipfile.ZIP_LZMA)),
        ("essay.epub", epub(BLOCKS)[:-200]),
        ("essay.epub", packed({"mimetype": "application/epub+zip"})),
        ("essay.epub", with_part(epub(BLOCKS), "OPS/book.opf", "<package")),
        ("essay.epub", book({}, ["lost.xhtml"])),
    ],
)
def test_a_damaged_file_is_refused_as_damaged(tmp_path: Path, name: str, data: bytes) -> None:
    error = refused(tmp_path, name, data)
    assert isinstance(error, DamagedSourceError)
    assert "damaged (" in error.problem
    reader = reader_named_by(Path(name))
    assert reader is not None
    assert error.kind.removeprefix("named as ") == reader.name


@pytest.mark.parametrize("name", ["essay", "essay.txt", "essay.pdf"])
def test_a_damaged_archive_that_is_not_named_as_one_is_called_an_archive(
    tmp_path: Path, name: str
) -> None:
    error = refused(tmp_path, name, epub(BLOCKS)[:-200])
    assert isinstance(error, DamagedSourceError)
    assert error.kind == "a ZIP archive"


@pytest.mark.parametrize("suffix", [".docx", ".epub", ".pdf"])
def test_a_file_cut_anywhere_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    data = MAKERS[suffix](BLOCKS)
    for length in range(16, len(data), len(data) // 40):
        path = tmp_path / f"{length}{suffix}"
        path.write_bytes(data[:length])
        with suppress(SourceError):
            read(path)


@pytest.mark.parametrize("suffix", [".docx", ".epub"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, suffix: str) -> None:
    parts = {".docx": "word/document.xml", ".epub": "OPS/part 0.xhtml"}
    bomb = with_part(MAKERS[suffix](BLOCKS), parts[suffix], b" " * (MIN_CHECKED_BYTES + 1))
    error = refused(tmp_path, f"essay{suffix}", bomb)
    assert isinstance(error, SwollenSourceError)
    assert parts[suffix] in error.problem


@pytest.mark.parametrize(
    ("name", "part", "text"),
    [
        ("essay.docx", "word/document.xml", DOCUMENT.format("<w:body>{}</w:body>")),
        ("essay.epub", "OPS/part 0.xhtml", CHAPTER),
    ],
)
def test_elements_without_end_are_refused_before_there_is_a_tree(
    monkeypatch: pytest.MonkeyPatch, name: str, part: str, text: str
) -> None:
    monkeypatch.setattr("embeddings.readers.zip_archive.MAX_ELEMENTS", 1000)
    text = text.format("{}", body="{}").replace("{}", "<w:p/>" * 1000)
    swollen = with_part(MAKERS[Path(name).suffix](BLOCKS), part, text)
    with pytest.raises(SwollenSourceError, match="elements"):
        registry.read(InputFile(Path(name), swollen))


def test_parts_without_end_are_refused(tmp_path: Path) -> None:
    many = packed({f"{number}": "" for number in range(MAX_PARTS + 1)})
    assert isinstance(refused(tmp_path, "essay.docx", many), SwollenSourceError)


def test_a_file_that_is_large_altogether_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.readers.zip_archive.MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(SwollenSourceError, match="would unpack to"):
        registry.read(InputFile(Path("essay.epub"), epub(BLOCKS)))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("essay.docx", "word/document.xml"),
        ("essay.docx", "word/styles.xml"),
        ("essay.epub", "OPS/part 0.xhtml"),
        ("essay.epub", "OPS/book.opf"),
        ("essay.epub", "META-INF/container.xml"),
    ],
)
def test_a_file_that_declares_entities_is_refused(tmp_path: Path, name: str, part: str) -> None:
    whole = MAKERS[f".{name.partition('.')[2]}"](BLOCKS)
    for text in (LAUGHS.encode() + b"<a>&b;</a>", (LAUGHS + "<a>&b;</a>").encode("utf-16")):
        error = refused(tmp_path, name, with_part(whole, part, text))
        assert isinstance(error, SwollenSourceError)
        assert part in error.problem


def test_a_scan_is_refused_with_its_pages(tmp_path: Path) -> None:
    error = refused(tmp_path, "essay.pdf", scanned(pages=3))
    assert isinstance(error, ScannedSourceError)
    assert (error.pages, error.empty) == (3, 3)
    assert "OCR" in error.remedy


def test_a_scan_with_a_printed_cover_is_a_scan(tmp_path: Path) -> None:
    error = refused(tmp_path, "essay.pdf", scanned(pages=3, cover="Fetched from the library."))
    assert isinstance(error, ScannedSourceError)
    assert (error.pages, error.empty) == (4, 3)


def test_a_docx_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    document = docx.Document(BytesIO(word(BLOCKS)))
    protection = document.settings.element.makeelement(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}documentProtection"
    )
    document.settings.element.insert(0, protection)
    document.save(str(tmp_path / "essay.docx"))
    assert len(read(tmp_path / "essay.docx").paragraphs) == 2
