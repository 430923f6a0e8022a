"""What of a file is broken, of which PDFium says nothing: it reads what is left."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

END_BYTES = 1024
"""The mark of the end stands within so many bytes of it."""

MAX_UNPACKED = 64 * 2**20
"""Bytes of a part, unpacked, that are looked at."""

_HEAD_BYTES = 4000
_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_NO_TEXT = re.compile(rb"/Image\b|/Length1\b|/(?:Type1C|CIDFontType0C|OpenType)\b")
_TABLE_PLACE = re.compile(rb"startxref\s+(\d{1,12})")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_SECTION = re.compile(rb"\s*(?:xref\s+)?(\d{1,9})\s+(\d{1,9})\s+(?=\d{10} )")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])\s{1,2}")


def find_damage(data: bytes) -> Iterator[str]:
    """Yield a sentence about what of a file is broken, if anything is."""
    problems = [*_find_broken_table(data), *_find_broken_streams(data)]
    if b"%%EOF" not in data[-END_BYTES:]:
        problems.insert(0, "its end is missing")
    if problems:
        remedy = "words may be missing or wrong: fetch or save it again"
        yield f"the file is damaged ({', '.join(problems)}); {remedy}"


def _find_broken_table(data: bytes) -> Iterator[str]:
    """Yield what is wrong with the table that says where the objects of a file are."""
    places = _TABLE_PLACE.findall(data)
    begin = max(data.find(b"%PDF-"), 0)
    at = begin + int(places[-1]) if places else len(data)
    if _TABLE.match(data, at) is None:
        yield "its table of contents is not where it should be"
        return
    objects = list(_list_objects(data, at))
    lost = sum(
        re.match(rb"\s*%d\s+%d\s+obj\b" % (number, generation), data[begin + place :][:40]) is None
        for number, generation, place in objects
    )
    if lost:
        yield f"{lost} of its {len(objects)} objects are not where its table says"


def _list_objects(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, generation and place of each object that a table lists."""
    while section := _SECTION.match(data, at):
        first, count, at = int(section[1]), int(section[2]), section.end()
        for number in range(first, first + count):
            if (entry := _ENTRY.match(data, at)) is None:
                return
            at = entry.end()
            if entry[3] == b"n":
                yield number, int(entry[2]), int(entry[1])


def _find_broken_streams(data: bytes) -> Iterator[str]:
    """Yield how many of the parts that may hold text cannot be unpacked to their end."""
    if b"/Encrypt" in data:
        return
    whole = [_is_whole(content, filters) for filters, content in _find_streams(data)]
    if broken := whole.count(False):
        yield f"{broken} of its {len(whole)} packed parts cannot be unpacked to their end"


def _find_streams(data: bytes) -> Iterator[tuple[list[bytes], bytes]]:
    """Yield the parts that may hold text, as they are packed, and how they are."""
    at = 0
    while stream := _STREAM.search(data, at):
        begin = stream.end()
        head = data[max(at, stream.start() - _HEAD_BYTES) : stream.start()].rpartition(b"obj")[2]
        end = _find_end(data, begin, head)
        filters = _FILTERS.search(head)
        if filters is not None and not _NO_TEXT.search(head):
            yield re.findall(rb"/(\w+)", filters[1]), data[begin:end]
        at = end


def _find_end(data: bytes, begin: int, head: bytes) -> int:
    """Return where a part ends: where its head says, or where the next end is marked."""
    if (length := _LENGTH.search(head)) is not None:
        end = begin + int(length[1])
        if data[end : end + 16].lstrip().startswith(b"endstream"):
            return end
    end = data.find(b"endstream", begin)
    return end if end >= 0 else len(data)


def _is_whole(content: bytes, filters: list[bytes]) -> bool:
    """Say whether a part can be unpacked to its end, as far as that can be told."""
    try:
        for name in filters:
            if name == b"ASCII85Decode":
                content = base64.a85decode(content.strip().removeprefix(b"<~").removesuffix(b"~>"))
            elif name == b"ASCIIHexDecode":
                content = binascii.unhexlify(b"".join(content.split()).rstrip(b">"))
            else:
                return name != b"FlateDecode" or _inflates(content)
    except (ValueError, zlib.error):
        return False
    return True


def _inflates(content: bytes) -> bool:
    """Say whether packed bytes have their end and their checksum."""
    unpacker = zlib.decompressobj()
    return len(unpacker.decompress(content, MAX_UNPACKED)) >= MAX_UNPACKED or unpacker.eof
