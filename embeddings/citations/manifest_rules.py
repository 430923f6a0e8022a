"""Match the manifest's rules for citations to the text by their anchors."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embeddings.manifest.tables import CitationRule, split_words
from embeddings.types import Document, Span


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule with the citation that it applies to, or with what is wrong with its anchor."""

    rule: CitationRule
    span: Span | None = None
    problem: str | None = None


def place_rules(
    document: Document, rules: Iterable[CitationRule], citations: Sequence[Span]
) -> list[PlacedRule]:
    """Find the citation that each rule applies to: the first at or after its anchor."""
    return [_place_rule(document, rule, citations) for rule in rules]


def _place_rule(document: Document, rule: CitationRule, citations: Sequence[Span]) -> PlacedRule:
    anchors = _find_anchors(document.text, rule.at)
    if len(anchors) != 1:
        times = f"{len(anchors)} times" if anchors else "nowhere"
        return PlacedRule(rule, None, f"its words stand {times} in the text; they must stand once")
    anchor = anchors[0]
    end = document.paragraph_at(anchor.start).end
    for span in citations:
        if span.end > anchor.start and span.start < end:
            return PlacedRule(rule, span)
    return PlacedRule(rule, None, "no citation stands there")


def _find_anchors(text: str, anchor: str) -> list[Span]:
    """Return where the words of an anchor occur, whatever their case and punctuation."""
    anchor_words = split_words(anchor)
    matches = list(re.finditer(r"\w+", text))
    words = [match[0].casefold() for match in matches]
    length = len(anchor_words)
    return [
        Span(matches[at].start(), matches[at + length - 1].end())
        for at, word in enumerate(words)
        if word == anchor_words[0] and words[at : at + length] == anchor_words
    ]
