"""Bytes in any encoding, decoded; what is no text is refused and named."""

import codecs
import re
from contextlib import suppress
from pathlib import Path

from embeddings.errors import SourceError
from embeddings.readers.parsed_file import has_visible_text

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_DECLARED_ENCODING = re.compile(
    rb"<(?:meta\b[^<>]*\bcharset|\?xml\b[^<>]*\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_HEAD_BYTES = 4096
_WIDE_MARKS = (
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
)
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}


def decode(path: Path) -> str:
    """Return the text of a file; raise SourceError if it is not text, saying what it is."""
    return decode_bytes(path, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise SourceError if there is no file to read."""
    if path.is_dir():
        raise SourceError(path, "is a directory", "name the text file in it")
    if path.exists() and not path.is_file():
        raise SourceError(path, "is no file", "name a text file")
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(path, f"cannot be read ({error.strerror})", "check the path") from error


def decode_bytes(path: Path, data: bytes) -> str:
    """Return the bytes of a file as text; raise SourceError if they are not text."""
    text = _decode(data)
    controls = _CONTROL.findall(text or "")
    if text is None or "\0" in controls or len(controls) * 100 > len(text):
        raise SourceError(path, f"is not a text but {_describe(data)}", "save it as plain text")
    if controls:
        line = len(f"{text[: text.index(controls[0])]}.".splitlines())
        problem = f"has a control character, U+{ord(controls[0]):04X}, in line {line}"
        raise SourceError(path, problem, "remove it")
    if not has_visible_text(text):
        raise SourceError(path, "is empty", "name a file with a text in it")
    return text


def _decode(data: bytes) -> str | None:
    """Return the text in its encoding: marked, UTF-8, declared, or guessed, in this order."""
    if (mark := _missing_mark(data)) is not None:
        data = mark + data
    if not data.startswith(_WIDE_MARKS):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        if (declared := _DECLARED_ENCODING.search(data[:_HEAD_BYTES])) is not None:
            with suppress(LookupError, UnicodeError):
                return data.decode(_encoding(declared[1].decode("ascii")))
    return _guess(data)


def _guess(data: bytes) -> str | None:
    """Return the most plausible reading of the bytes; of equals, the Western European one."""
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        return None
    chaos = best.chaos
    western = (match for match in matches if match.encoding == "cp1252" and match.chaos <= chaos)
    return str(next(western, best)).removeprefix("\ufeff")


def _encoding(label: str) -> str:
    """Return the encoding that web pages mean by a label: the superset that browsers use."""
    name = codecs.lookup(label).name
    return _SUPERSETS.get(name, name)


def _missing_mark(data: bytes) -> bytes | None:
    """Return the byte-order mark that UTF-16 lacks: every other byte of it is mostly zero."""
    start = data[:1000]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or len(start) < 4:
        return None
    even, odd = start[::2].count(0) * 4 / len(start), start[1::2].count(0) * 4 / len(start)
    if max(even, odd) < 1 or min(even, odd) > 0:
        return None
    return codecs.BOM_UTF16_LE if odd > even else codecs.BOM_UTF16_BE


def _describe(data: bytes) -> str:
    """Say what bytes that are no text are."""
    import puremagic

    try:
        return f"a {puremagic.from_string(data).removeprefix('.').upper()} file"
    except (puremagic.PureError, ValueError):
        return "binary data"
