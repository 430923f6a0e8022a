"""Block quotes that HTML marks by a class or sets in from the text around them."""

from collections import Counter
from typing import TYPE_CHECKING

from embeddings.readers.html_elements import HEADING_TAGS, classes_of, tag_name, text_of
from embeddings.readers.quotation_names import is_quotation_name
from embeddings.readers.stylesheets import StyleSheets

if TYPE_CHECKING:
    from lxml.etree import _Element

MIN_INDENT = 20
"""Pixels that a block quote is further in than the text around it."""

MAX_INDENT = 150
"""What is set further in, without a margin on the right, is an address or a signature."""

MAX_PARAGRAPHS = 12
"""Paragraphs of the longest block that is a quotation for being set in."""

MAX_SHARE = 0.5
"""A block with more than this share of a page's letters is its text, and no quotation."""

_TAGS = frozenset({"p", "div", "section", "center", "figure", "table"})
_SET_TAGS = frozenset({"p", "div"})
_UNQUOTED_PARENTS = frozenset("li dd dt td th figure header nav footer".split())
_UNQUOTED_ALIGNMENTS = frozenset({"center", "right", "end"})


class QuotationBlocks:
    """The block quotes of one page, told from its usual margins."""

    def __init__(self, root: "_Element", styles: StyleSheets) -> None:
        self._styles = styles
        self._letters = len(text_of(root))
        margins: Counter[tuple[float, float]] = Counter()
        for element in root.iter("{*}p", "{*}div"):
            if own := len(element.text or "") + sum(len(child.tail or "") for child in element):
                margins[styles.indents(element)] += own
        self._usual = margins.most_common(1)[0][0] if margins else (0.0, 0.0)

    def is_quotation(self, element: "_Element") -> bool:
        """Say whether a block is a quotation by its class, or by how far it is set in."""
        name = tag_name(element)
        if name in _TAGS and any(map(is_quotation_name, classes_of(element))):
            return self._is_part(element)
        return name in _SET_TAGS and self._is_set_in(element) and self._is_part(element)

    def _is_part(self, element: "_Element") -> bool:
        return len(text_of(element)) < MAX_SHARE * self._letters or self._letters < _SHORT

    def _is_set_in(self, element: "_Element") -> bool:
        left, right = self._styles.indents(element)
        left, right = left - self._usual[0], right - self._usual[1]
        if left < MIN_INDENT or (left > MAX_INDENT and right < MIN_INDENT):
            return False
        aligned = self._styles.value(element, "text-align") or (element.get("align") or "").lower()
        if aligned in _UNQUOTED_ALIGNMENTS or self._styles.hangs(element):
            return False
        if any(tag_name(parent) in _UNQUOTED_PARENTS for parent in element.iterancestors()):
            return False
        return not _is_chapter(element)


def _is_chapter(element: "_Element") -> bool:
    """Say whether an element has a heading of its own, or more paragraphs than one quotes."""
    names = [tag_name(each) for each in element.iter("{*}*")]
    return not HEADING_TAGS.isdisjoint(names) or names.count("p") > MAX_PARAGRAPHS


_SHORT = 400
"""Letters of a page so short that one quotation may be most of it."""
