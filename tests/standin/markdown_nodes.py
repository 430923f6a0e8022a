"""What a message's Markdown is made of, once read."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Text:
    """Letters that are shown as they stand."""

    shown: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A mention, an emoji or a date: something else is shown than what was written."""

    kind: str
    shown: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line that is shown in another manner."""

    kind: str
    children: "tuple[Node, ...]"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Something that takes lines of its own.

    `level` is a heading's level or an item's number; a bulleted item's number is 0.
    """

    kind: str
    children: "tuple[Node, ...]"
    level: int = 0

    @property
    def quoted(self) -> bool:
        """Whether this is a block quote, with a bar at its left."""
        return self.kind == "quote"


Node = Text | Sign | Span | Block


def joined(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Put neighbouring letters together."""
    result: list[Node] = []
    for node in nodes:
        if result and isinstance(node, Text) and isinstance(last := result[-1], Text):
            result[-1] = Text(last.shown + node.shown)
        else:
            result.append(node)
    return tuple(result)


def stacked(nodes: Iterable[Node]) -> tuple[Block, ...]:
    """Make paragraphs of what stands between blocks."""
    result: list[Block] = []
    for alone, group in groupby(nodes, lambda node: isinstance(node, Block)):
        if alone:
            result.extend(node for node in group if isinstance(node, Block))
        elif paragraph := _paragraph(tuple(group), result):
            result.append(paragraph)
    return tuple(result)


def _paragraph(nodes: tuple[Node, ...], above: list[Block]) -> Block | None:
    """Make one paragraph, less the newlines that only part it from its neighbours."""
    first, *rest = nodes
    if isinstance(first, Text) and above and above[-1].kind == "code":
        left = first.shown.removeprefix("\n")
        nodes = (Text(left), *rest) if left else tuple(rest)
    if nodes and isinstance(last := nodes[-1], Text):
        nodes = (*nodes[:-1], Text(last.shown.removesuffix("\n")))
    return Block("paragraph", nodes) if nodes else None
