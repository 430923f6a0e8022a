"""Plain text: bytes of any encoding in, the blocks of the canonical text out."""

import codecs
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import puremagic
from charset_normalizer import from_bytes

from embeddings.errors import SourceError
from embeddings.readers.parsed_file import Source, roughs, seen

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")

_NAMED = re.compile(
    rb"<(?:meta\b[^<>]*\bcharset|\?xml\b[^<>]*\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_HEAD = 4096
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}


def decode(path: Path) -> str:
    """Read a text file; raise SourceError for what is no text, naming what it is."""
    return decoded(path, contents(path))


def contents(path: Path) -> bytes:
    """Return what is in a file; raise SourceError where there is no file to read."""
    if path.is_dir():
        raise SourceError(path, "is a directory", "name the text file in it")
    if path.exists() and not path.is_file():
        raise SourceError(path, "is no file", "name a text file")
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(path, f"cannot be read ({error.strerror})", "check the path") from error


def decoded(path: Path, data: bytes) -> str:
    """Return what is in a file as text; raise SourceError for what is none."""
    text = _decoded(data)
    controls = _CONTROL.findall(text or "")
    if text is None or "\0" in controls or len(controls) * 100 > len(text):
        raise SourceError(path, f"is not a text but {_kind(data)}", "save it as plain text")
    if controls:
        line = len(f"{text[: text.index(controls[0])]}.".splitlines())
        problem = f"has a control character, U+{ord(controls[0]):04X}, in line {line}"
        raise SourceError(path, problem, "remove it")
    if not seen(text):
        raise SourceError(path, "is empty", "name a file with a text in it")
    return text


def _decoded(data: bytes) -> str | None:
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    if (wide := _wide(data)) is not None:
        data = wide + data
    if not data.startswith(marks):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        if (named := _NAMED.search(data[:_HEAD])) is not None:
            with suppress(LookupError, UnicodeError):
                return data.decode(_encoding(named[1].decode("ascii")))
    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        return None
    chaos = best.chaos
    western = (one for one in matches if one.encoding == "cp1252" and one.chaos <= chaos)
    return str(next(western, best)).removeprefix("\ufeff")


def _encoding(label: str) -> str:
    """Return the encoding that web pages mean by a label: the wider one of the same letters."""
    name = codecs.lookup(label).name
    return _WIDER.get(name, name)


def _wide(data: bytes) -> bytes | None:
    """Return the mark that UTF-16 text lacks, where every second byte is mostly zero."""
    start = data[:1000]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or len(start) < 4:
        return None
    even, odd = start[::2].count(0) * 4 / len(start), start[1::2].count(0) * 4 / len(start)
    if max(even, odd) < 1 or min(even, odd) > 0:
        return None
    return codecs.BOM_UTF16_LE if odd > even else codecs.BOM_UTF16_BE


def _kind(data: bytes) -> str:
    try:
        return f"a {puremagic.from_string(data).removeprefix('.').upper()} file"
    except (puremagic.PureError, ValueError):
        return "binary data"


def read(text: str) -> Source:
    """Read a plain text: its paragraphs stand between blank lines."""
    return Source(tuple(roughs(text)))


def blocks(text: str, left_overs: Collection[str] = ()) -> Iterator[str]:
    """Yield the paragraphs: what stands between blank lines, its white space folded.

    A line that consists of a left-over alone is dropped.
    """
    return (block.words for block in read(text).blocks(left_overs))
