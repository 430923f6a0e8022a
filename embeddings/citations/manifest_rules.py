"""The manifest's rules for citations, found again in the text by their anchors."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embeddings.manifest.tables import CitationRule, words
from embeddings.types import Document, Span


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule and the one citation it means, or what is wrong with its anchor."""

    rule: CitationRule
    span: Span | None = None
    problem: str | None = None


def place(document: Document, rules: Iterable[CitationRule], cited: Sequence[Span]) -> list[Placed]:
    """Find the citation that each rule means: the first at or behind its anchor."""
    return [_place(document, rule, cited) for rule in rules]


def _place(document: Document, rule: CitationRule, cited: Sequence[Span]) -> Placed:
    anchors = _anchors(document.text, rule.at)
    if len(anchors) != 1:
        times = f"{len(anchors)} times" if anchors else "nowhere"
        return Placed(rule, None, f"its words stand {times} in the text; they must stand once")
    anchor = anchors[0]
    end = document.paragraph_at(anchor.start).end
    for span in cited:
        if span.end > anchor.start and span.start < end:
            return Placed(rule, span)
    return Placed(rule, None, "no citation stands there")


def _anchors(text: str, anchor: str) -> list[Span]:
    """Return where the words of an anchor stand, whatever their case and marks."""
    wanted = words(anchor)
    found = [(match.group().casefold(), match.span()) for match in re.finditer(r"\w+", text)]
    first = [at for at, (word, _) in enumerate(found) if word == wanted[0]]
    runs = (found[at : at + len(wanted)] for at in first)
    return [
        Span(run[0][1][0], run[-1][1][1]) for run in runs if [word for word, _ in run] == wanted
    ]
