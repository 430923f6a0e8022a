"""A report read back: its tables by their captions, cell by cell."""

from pathlib import Path
from typing import Any

from lxml import html

Table = list[list[str]]


def read(page: Path) -> Any:
    """Return a page as it is parsed."""
    return html.document_fromstring(page.read_text("utf-8"))


def words(element: Any) -> str:
    """Return what an element says, on one line."""
    return " ".join(element.text_content().split())


def tables(page: Any) -> dict[str, Table]:
    """Return the rows of each table, without its head."""
    found = {}
    for table in page.iter("table"):
        rows = table.findall("tbody/tr")
        found[words(table.find("caption"))] = [[words(cell) for cell in row] for row in rows]
    return found


def empty(page: Any, part: str) -> str:
    """Return what a part says where there is nothing to show."""
    return " ".join(words(one) for one in page.get_element_by_id(part).find_class("empty"))
