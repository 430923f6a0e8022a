"""The differences of two editions of a text: paragraphs, quotations, citations, pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Literal

from embeddings.concordance.annotations import format_file_pages, format_page
from embeddings.concordance.concordance import Concordance
from embeddings.diff.citations import ChangedField, EditionPair, MatchedEdition, pair_citations
from embeddings.diff.paragraphs import ParagraphMatch, match_paragraphs
from embeddings.types import Citation, Quotation, Span

EditSubject = Literal["paragraph", "quotation", "citation", "page"]
EditKind = Literal[
    "added", "removed", "changed", "moved", "moved and changed", "divided", "joined",
    "lost", "gained",
]  # fmt: skip

_CONTEXT_WORDS = 6
"""Words of the text that are told on either side of what differs."""

LOSSES: tuple[EditKind, ...] = ("removed", "lost")
"""Kinds of edits that must be announced before an edition goes live."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A difference of two editions, with the paragraph numbers in each.

    `was` and `now` are the words of a paragraph from the first that differs to the last, the
    words of a quotation, or a citation as printed. `was_cited` and `now_cited` are the work and
    page of a citation, or a quotation's citations as printed. `fields` are what differs, and
    `context` some words before and behind it. An edit of a `page` is about the pages of the
    text's own file: it has no words, and cites them as a reference does.
    """

    what: EditSubject
    kind: EditKind
    before: tuple[int, ...]
    after: tuple[int, ...]
    was: str | None = None
    now: str | None = None
    was_cited: str | None = None
    now_cited: str | None = None
    fields: tuple[ChangedField, ...] = ()
    context: tuple[str, str] = ("", "")

    @property
    def lost(self) -> bool:
        """Whether the later edition lacks it."""
        return self.kind in LOSSES

    def in_context(self, words: str) -> str:
        """Return words in brackets among those around them; without words, these alone."""
        before, behind = self.context
        if not words or not (before or behind):
            return words or behind
        gap = "" if not behind or behind[0] in ".,;:!?…)]”’" else " "
        return f"{before} [{words}]{gap}{behind}".lstrip()


@dataclass(frozen=True, slots=True)
class Diff:
    """Two editions compared: which paragraphs are the same, and what differs.

    `quotations` and `citations` are those of both editions, in pairs.
    """

    matches: tuple[ParagraphMatch, ...]
    edits: tuple[Edit, ...]
    quotations: tuple[EditionPair[Quotation], ...] = ()
    citations: tuple[EditionPair[Citation], ...] = ()

    def map_paragraphs(self, *, back: bool = False) -> dict[int, frozenset[int]]:
        """Map each paragraph number of the earlier edition to those in the later one, or back."""
        rows = (
            (match.after, match.before) if back else (match.before, match.after)
            for match in self.matches
        )
        return {
            source + 1: frozenset(target + 1 for target in targets)
            for sources, targets in rows
            for source in sources
        }


def diff(before: Concordance, after: Concordance) -> Diff:
    """Return what differs in a later edition: paragraphs, quotations, citations, own pages."""
    matches = match_paragraphs(_paragraph_texts(before), _paragraph_texts(after))
    quotations, citations = pair_citations(
        MatchedEdition(before, _numbers_to_matches(match.before for match in matches)),
        MatchedEdition(after, _numbers_to_matches(match.after for match in matches)),
    )
    edits = chain(
        _drop_none(_diff_paragraphs(match, before, after) for match in matches),
        _sort(_diff_quotation(pair, before, after) for pair in quotations if _differs(pair)),
        _sort(_diff_citation(pair, before, after) for pair in citations if _differs(pair)),
        _drop_none(_diff_pages(match, before, after) for match in matches),
    )
    return Diff(tuple(matches), tuple(edits), tuple(quotations), tuple(citations))


def _paragraph_texts(concordance: Concordance) -> list[str]:
    document = concordance.document
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]


def _numbers_to_matches(sides: Iterable[Sequence[int]]) -> dict[int, int]:
    """Map paragraph numbers, from 1 on, to the index of their match."""
    return {index + 1: match for match, side in enumerate(sides) for index in side}


def _drop_none(edits: Iterable[Edit | None]) -> Iterator[Edit]:
    return (edit for edit in edits if edit is not None)


def _sort(edits: Iterable[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: (edit.after or edit.before, bool(edit.after)))


def _differs(pair: EditionPair[Quotation] | EditionPair[Citation]) -> bool:
    return pair.before is None or pair.after is None or bool(pair.fields)


def _diff_paragraphs(match: ParagraphMatch, before: Concordance, after: Concordance) -> Edit | None:
    """Return what became of paragraphs; None if they are unchanged and in their place."""
    was, now = _split_words(before, match.before), _split_words(after, match.after)
    kind = _kind_of(match, changed=was != now)
    if kind is None:
        return None
    context = ("", "")
    if was and now and was != now:
        was, now, context = _strip_common(was, now)
    return Edit(
        "paragraph",
        kind,
        *_paragraph_numbers(match),
        " ".join(was) or None,
        " ".join(now) or None,
        context=context,
    )


def _kind_of(match: ParagraphMatch, *, changed: bool) -> EditKind | None:
    if not match.before:
        return "added"
    if not match.after:
        return "removed"
    if len(match.before) != len(match.after):
        return "divided" if len(match.before) == 1 else "joined"
    if match.moved:
        return "moved and changed" if changed else "moved"
    return "changed" if changed else None


def _paragraph_numbers(match: ParagraphMatch) -> tuple[tuple[int, ...], tuple[int, ...]]:
    before = tuple(index + 1 for index in match.before)
    return before, tuple(index + 1 for index in match.after)


def _split_words(concordance: Concordance, indices: Iterable[int]) -> list[str]:
    document = concordance.document
    paragraphs = (document.paragraphs[index] for index in indices)
    texts = (document.text[paragraph.start : paragraph.end] for paragraph in paragraphs)
    return [word for text in texts for word in text.split()]


def _strip_common(
    was: Sequence[str], now: Sequence[str]
) -> tuple[list[str], list[str], tuple[str, str]]:
    """Return words without those that both begin or end with, and some of these on either side."""
    start = _count_common(was, now)
    old, new = was[start:], now[start:]
    end = _count_common(old[::-1], new[::-1])
    behind = old[len(old) - end :]
    context = _shorten_context(was[:start], behind)
    return list(old[: len(old) - end]), list(new[: len(new) - end]), context


def _shorten_context(before: Sequence[str], behind: Sequence[str]) -> tuple[str, str]:
    """Return the last words before a difference, and the first behind it."""
    first = ["…"] if len(before) > _CONTEXT_WORDS else []
    last = ["…"] if len(behind) > _CONTEXT_WORDS else []
    return (
        " ".join([*first, *before[-_CONTEXT_WORDS:]]),
        " ".join([*behind[:_CONTEXT_WORDS], *last]),
    )


def _count_common(was: Sequence[str], now: Sequence[str]) -> int:
    """Return how many words both begin with."""
    pairs = zip(was, now, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _diff_pages(match: ParagraphMatch, before: Concordance, after: Concordance) -> Edit | None:
    """Return what became of the file's own pages; None if they are unchanged."""
    was, now = _pages_of(before, match.before), _pages_of(after, match.after)
    if was == now or not match.before or not match.after:
        return None
    return Edit(
        "page",
        "lost" if not now else "moved" if was else "gained",
        *_paragraph_numbers(match),
        was_cited=format_file_pages(was),
        now_cited=format_file_pages(now),
        context=_shorten_context((), _split_words(after, match.after)),
    )


def _pages_of(concordance: Concordance, indices: Iterable[int]) -> tuple[str, ...]:
    document = concordance.document
    paragraphs = (document.paragraphs[index] for index in indices)
    pages = (document.pages_in(Span(paragraph.start, paragraph.end)) for paragraph in paragraphs)
    return tuple(dict.fromkeys(chain.from_iterable(pages)))


def _diff_quotation(pair: EditionPair[Quotation], before: Concordance, after: Concordance) -> Edit:
    """Return what became of a quotation."""
    old, new = pair.before, pair.after
    kind: EditKind = "changed" if "words" in pair.fields else "moved"
    return Edit(
        what="quotation",
        kind="lost" if new is None else "gained" if old is None else kind,
        before=_paragraphs_of(before, old),
        after=_paragraphs_of(after, new),
        was=_words_of(before, old),
        now=_words_of(after, new),
        was_cited=_printed_citations(old),
        now_cited=_printed_citations(new),
        fields=pair.fields,
    )


def _words_of(concordance: Concordance, quotation: Quotation | None) -> str | None:
    if quotation is None:
        return None
    return concordance.document.quote(quotation.start, quotation.end)


def _paragraphs_of(concordance: Concordance, quotation: Quotation | None) -> tuple[int, ...]:
    return () if quotation is None else concordance.document.paragraphs_in(quotation.span)


def _printed_citations(quotation: Quotation | None) -> str | None:
    printed = [citation.printed for citation in quotation.citations] if quotation else []
    return " ".join(dict.fromkeys(printed)) or None


def _diff_citation(pair: EditionPair[Citation], before: Concordance, after: Concordance) -> Edit:
    """Return what became of a citation."""
    old, new = pair.before, pair.after
    side, citation = (after, new) if new else (before, old)
    return Edit(
        what="citation",
        kind="lost" if new is None else "gained" if old is None else "moved",
        before=(old.paragraph,) if old else (),
        after=(new.paragraph,) if new else (),
        was=old.printed if old else None,
        now=new.printed if new else None,
        was_cited=_cited_page(old),
        now_cited=_cited_page(new),
        fields=pair.fields,
        context=_words_around(side, citation.span) if citation else ("", ""),
    )


def _words_around(concordance: Concordance, span: Span) -> tuple[str, str]:
    """Return some words of its paragraph on either side of a span."""
    document = concordance.document
    paragraph = document.paragraph_at(span.start)
    before, behind = (
        document.text[paragraph.start : span.start],
        document.text[span.end : paragraph.end],
    )
    return _shorten_context(before.split(), behind.split())


def _cited_page(citation: Citation | None) -> str | None:
    if citation is None:
        return None
    return f"{citation.work}, {format_page(citation)}" if citation.work else format_page(citation)
