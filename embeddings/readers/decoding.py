"""Bytes in any encoding, decoded; what is no text is refused and named."""

import codecs
import os
import re
import stat
from pathlib import Path

from embeddings.errors import SourceError
from embeddings.readers.mojibake import mend_mojibake
from embeddings.readers.parsed_file import has_visible_text

MAX_FILE_SIZE = 2**28
"""Bytes of a file that is read: far more than any text, and than most books as pictures."""

LOST = "\ufffd"
"""What stands for bytes that are no character."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_DECLARED_ENCODING = re.compile(
    rb"<(?:meta\b[^<>]*\bcharset|\?xml\b[^<>]*\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_HEAD_BYTES = 4096
_WIDE_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte-order marks; those of UTF-32 come first, for one of them begins with one of UTF-16."""
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
    """Return the bytes of a file; raise SourceError for what is no file, or too large for a text.

    Nothing is waited for: a named pipe may never be written to.
    """
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(path, "is no file", "name a text file")
            if status.st_size > MAX_FILE_SIZE:
                raise _too_large(path, status.st_size)
            data = file.read(MAX_FILE_SIZE + 1)  # it may have grown since
    except IsADirectoryError as error:
        raise SourceError(path, "is a directory", "name the text file in it") from error
    except OSError as error:
        raise SourceError(path, f"cannot be read ({error.strerror})", "check the path") from error
    if len(data) > MAX_FILE_SIZE:
        raise _too_large(path, len(data))
    return data


def _open_at_once(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _too_large(path: Path, size: int) -> SourceError:
    problem = f"has {size / 2**20:,.0f} MB, and a text has at most {MAX_FILE_SIZE >> 20} MB"
    return SourceError(path, problem, "name the file of the text alone")


def decode_bytes(path: Path, data: bytes) -> str:
    """Return the bytes of a file as text; raise SourceError if they are not text.

    In a text that is UTF-8 but for a few bytes, `LOST` stands for these.
    """
    text = _decode(data)
    text = text and mend_mojibake(text)
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
    text = _decode_certain(data)
    return _guess(data) if text is None else text


def is_guessed(data: bytes) -> bool:
    """Say whether the encoding of a text can only be guessed."""
    return _decode_certain(data) is None


def _decode_certain(data: bytes) -> str | None:
    if (mark := _missing_mark(data)) is not None:
        data = mark + data
    decoders = (_decode_wide, _decode_utf8, _decode_declared)
    return next((text for decoder in decoders if (text := decoder(data)) is not None), None)


def _decode_wide(data: bytes) -> str | None:
    """Return a text that is marked as UTF-16 or UTF-32; None if too much of it is not."""
    for mark, encoding in _WIDE_MARKS.items():
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            return text if text.count(LOST) * 100 <= len(text) + 100 else None
    return None


def _decode_utf8(data: bytes) -> str | None:
    """Return a text that is UTF-8 but for a few bytes; None if that may be chance.

    In other encodings it is rare that a letter is followed by what must follow it in UTF-8.
    """
    text = data.decode("utf-8", "replace")
    if LOST in text:
        kept = text.replace(LOST, "")
        size = len(kept.encode())
        lost = len(data) - size - len(LOST.encode()) * data.count(LOST.encode())
        if lost >= max(size - len(kept), 1):
            return None
    return text.removeprefix("\ufeff")


def _decode_declared(data: bytes) -> str | None:
    """Return a text in the encoding that a page declares; None where it cannot be that."""
    declared = _DECLARED_ENCODING.search(data[:_HEAD_BYTES])
    if declared is None or data.startswith(tuple(_WIDE_MARKS)):
        return None
    try:
        encoding = _encoding(declared[1].decode("ascii"))
        return data.decode(encoding, "replace" if encoding == "utf-8" else "strict")
    except (LookupError, UnicodeError):
        return None


def _guess(data: bytes) -> str | None:
    """Return the most plausible reading of the bytes; of equals, the Western European one."""
    from charset_normalizer import from_bytes

    mark = _missing_mark(data)
    matches = from_bytes(data if mark is None else mark + data)
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
