"""How a text is read by rules: at each place the first rule that fits takes what it describes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.standin.markdown_nodes import Node, Text, joined

DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of text stands: what it is inside of."""

    rules: "Rules"
    embed: bool
    blocks: bool = True
    line_start: bool = True
    quoted: bool = False
    linked: bool = False
    depth: int = 0


Build = Callable[[re.Match[str], Place], Node | None]
"""Makes a node of what a pattern found, or declines it for the rules that follow."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of Markdown: what it looks like, what it becomes, and where it counts."""

    name: str
    pattern: re.Pattern[str]
    build: Build
    counts: Callable[[Place], bool] = lambda _: True


Rules = Sequence[Sequence[Rule]]
"""Groups of rules, tried in order; within a group the longest find wins, then the first."""


def read(source: str, place: Place) -> tuple[Node, ...]:
    """Read a piece of text, from its first letter to its last."""
    if place.depth > DEEPEST:
        return (Text(source),) if source else ()
    nodes: list[Node] = []
    while source:
        end, node = _next(source, place)
        nodes.append(node)
        place = replace(place, line_start=source[:end].endswith("\n"))
        source = source[end:]
    return joined(nodes)


def inside(source: str, place: Place) -> tuple[Node, ...]:
    """Read what stands inside of something that was found at a place."""
    return read(source, replace(place, depth=place.depth + 1))


def _next(source: str, place: Place) -> tuple[int, Node]:
    """Read what stands first in a text: how long it is, and what it becomes."""
    for group in place.rules:
        found = [
            (match, rule)
            for rule in group
            if rule.counts(place) and (match := rule.pattern.match(source))
        ]
        for match, rule in sorted(found, key=lambda pair: -pair[0].end()):
            if node := rule.build(match, place):
                return match.end(), node
    return 1, Text(source[0])
