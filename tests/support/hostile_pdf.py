"""PDF files that are small, and made to take a reader down."""

from collections.abc import Sequence

LAMP = b"BT /F 10 Tf 60 500 Td (The keepers of the lamp.) Tj ET"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R/Resources<<%s>>>>"
FONT = b"/Font<</F 3 0 R>>"


def circular_labels() -> bytes:
    """Return a file whose tree of page labels contains itself."""
    return _file([5], {5: PAGE % FONT, 6: b"<</Kids[6 0 R 6 0 R]>>"}, b"/PageLabels 6 0 R")


def chained_forms(depth: int) -> bytes:
    """Return a file of forms that each draw the next ten times; the last one has words."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 420 595]/Resources<<%s>>"
    objects = {5: PAGE % b"/XObject<</X 6 0 R>>", 4: _stream(b"/X Do")}
    for at in range(6, 6 + depth):
        objects[at] = _stream(b"/X Do " * 10, form % b"/XObject<</X %d 0 R>>" % (at + 1))
    objects[6 + depth] = _stream(LAMP * 10, form % FONT)
    return _file([5], objects)


def shared_page(pages: int, words: bytes = LAMP) -> bytes:
    """Return a file whose pages are one and the same."""
    return _file([5] * pages, {5: PAGE % FONT, 4: _stream(words)})


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def _file(pages: Sequence[int], objects: dict[int, bytes], catalog: bytes = b"") -> bytes:
    """Return a file of these pages and objects; 1 to 4 are its catalog, tree, font and content."""
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    whole = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        4: _stream(LAMP),
        **objects,
    }
    out, places = b"%PDF-1.7\n", []
    for number in sorted(whole):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, whole[number])
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(whole) + 1, b"".join(places))
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(whole) + 1, len(out))
    return out + table + end
