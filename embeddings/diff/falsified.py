"""Quotations and citations that are in both editions, but say something else in the later one."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from embeddings.concordance.annotations import format_page
from embeddings.concordance.concordance import Concordance
from embeddings.diff.citations import EditionPair
from embeddings.diff.diff import Diff, Edit
from embeddings.diff.word_changes import WordChange, compare_words, is_near, list_words
from embeddings.text.entities import NON_NAMES
from embeddings.text.proper_names import CAPITAL
from embeddings.text.words import blank_spans
from embeddings.types import Citation, Quotation, Span

_EDITORS_WORDS = re.compile(r"\[[^\[\]]*\]")
"""What stands in square brackets within a quotation: its editor's words, and the marks of notes."""

_OPENING_MARK = re.compile(r"[“„«»‘‚‹›\"'「『]")
_CLOSING_MARK = re.compile(r"[”’»“‘«›‹\"'」』][.,;:!?…]*$")
_CAPITALISED = re.compile(rf"\b{CAPITAL}\w+")
_WORDS_BEFORE = 3


def find_falsified_quotations(
    before: Concordance, after: Concordance, difference: Diff, kept: Collection[str]
) -> Iterator[tuple[Quotation, str]]:
    """Yield the quotations that have other words or another author, and which.

    A corrected spelling is none, nor are words that a divided quotation has in another part.
    """
    quotations = difference.quotations
    gained = [_quoted(after, pair.after) for pair in quotations if pair.before is None]
    lost = [_quoted(before, pair.before) for pair in quotations if pair.after is None]
    for pair in quotations:
        old, new = pair.before, pair.after
        if old is None or new is None:
            continue
        sides = (_quoted(before, old), _quoted(after, new)) if "words" in pair.fields else ("", "")
        changes = [
            change
            for change in compare_words(*sides, kept)
            if not (_stands_in(change.was, gained) and _stands_in(change.now, lost))
        ]
        if changes and not _is_closed_only_now(before, old, after, changes):
            yield old, "; ".join(map(_describe_change, changes))
        elif "work" in pair.fields and old.work and (old.key is not None or new.key is None):
            yield old, f"of {old.work}, now of {new.work or 'no work'}"
        elif names := _find_other_names(before, old, after, new):
            yield old, f"introduced by {names[0]}, now by {names[1]}"


def find_falsified_citations(
    before: Concordance, after: Concordance, difference: Diff
) -> Iterator[tuple[Citation, str]]:
    """Yield the citations that have another page or work, or belong to other words."""
    for pair in difference.citations:
        old, new = pair.before, pair.after
        if old is None or new is None:
            continue
        if _has_other_page(pair, old, new):
            yield old, f"{_cite(old)}, now {_cite(new)}"
        elif _has_other_words(pair, before, after):
            yield old, f"{_cite(old)} stands with other words"


def is_joined(edit: Edit, after: Concordance, difference: Diff) -> bool:
    """Say whether a quotation that is lost has become a part of another."""
    if edit.what != "quotation" or edit.was is None:
        return False
    changed = (pair.after for pair in difference.quotations if pair.before and pair.fields)
    return _stands_in(list_words(edit.was), [_quoted(after, quotation) for quotation in changed])


def _quoted(concordance: Concordance, quotation: Quotation | None) -> str:
    """Return the words that are quoted, without pages and what an editor put in."""
    if quotation is None:
        return ""
    document, start = concordance.document, quotation.start
    pages = (
        Span(max(0, citation.start - start), citation.end - start)
        for citation in concordance.citations
        if citation.span.touches(quotation.span)
    )
    words = blank_spans(document.quote(start, quotation.end), pages)
    return _EDITORS_WORDS.sub(" ", words[: quotation.end - start])


def _is_closed_only_now(
    before: Concordance, old: Quotation, after: Concordance, changes: Sequence[WordChange]
) -> bool:
    """Say whether a quotation has lost its end alone, for its mark was never closed, and now is."""
    first, *others = changes
    if others or first.now or _is_closed(before, old):
        return False
    words = list_words(_quoted(before, old))
    at_end = tuple(words[-len(first.was) :]) == first.was
    return at_end and _stands_in(first.was, [after.document.text])


def _is_closed(concordance: Concordance, quotation: Quotation) -> bool:
    """Say whether a quotation ends with a mark, or needs none."""
    words = concordance.document.quote(quotation.start, quotation.end).strip()
    return not _OPENING_MARK.match(words) or _CLOSING_MARK.search(words) is not None


def _find_other_names(
    before: Concordance, old: Quotation, after: Concordance, new: Quotation
) -> tuple[str, str] | None:
    """Return a name that introduced a quotation, and the one that does so in its place."""
    was, now = _capitals_before(before, old), _capitals_before(after, new)
    gone, come = (
        [word for word in words if word not in others and _is_name(word, side)]
        for words, others, side in ((was, now, before), (now, was, after))
    )
    if not gone or not come or is_near(gone[0].casefold(), come[0].casefold()):
        return None
    return gone[0], come[0]


def _capitals_before(concordance: Concordance, quotation: Quotation) -> list[str]:
    """Return the words with a capital in what introduces a quotation."""
    lead_in = quotation.lead_in
    text = concordance.document.text
    return [] if lead_in is None else _CAPITALISED.findall(text[lead_in.start : lead_in.end])


def _is_name(word: str, concordance: Concordance) -> bool:
    """Say whether a word with a capital stands nowhere in the text without one."""
    if word.casefold() in NON_NAMES:
        return False
    return re.search(rf"\b{re.escape(word.lower())}\b", concordance.document.text) is None


def _stands_in(words: Sequence[str], stretches: Iterable[str]) -> bool:
    """Say whether words stand together in some stretch; no words stand anywhere."""
    run = f" {' '.join(words)} "
    return not words or any(run in f" {' '.join(list_words(other))} " for other in stretches)


def _describe_change(change: WordChange) -> str:
    was, now = (" ".join(words) for words in (change.was, change.now))
    if not now:
        return f"without “{was}”"
    return f"“{now}” for “{was}”" if was else f"“{now}” put in"


def _has_other_page(pair: EditionPair[Citation], old: Citation, new: Citation) -> bool:
    """Say whether the page or the work is another, and not only named better than before."""
    if "page" in pair.fields and old.pages:
        return True
    named_better = old.key is None and old.printed == new.printed
    return "work" in pair.fields and old.work is not None and not named_better


def _has_other_words(pair: EditionPair[Citation], before: Concordance, after: Concordance) -> bool:
    """Say whether a citation closes another quotation, or stands in another paragraph."""
    old, new = pair.before, pair.after
    if old is None or new is None:
        return False
    if "quotation" in pair.fields and old.closes is not None:
        if new.closes is None:
            return True
        was, now = (
            list_words(side.document.quote(span.start, span.end))
            for side, span in ((before, old.closes), (after, new.closes))
        )
        return not (_stands_in(was, [" ".join(now)]) or _stands_in(now, [" ".join(was)]))
    return "paragraph" in pair.fields and _words_before(before, old) != _words_before(after, new)


def _words_before(concordance: Concordance, citation: Citation) -> list[str]:
    text = concordance.document.text[max(0, citation.start - 60) : citation.start]
    return list_words(text)[-_WORDS_BEFORE:]


def _cite(citation: Citation) -> str:
    if citation.work is None:
        return citation.printed
    return f"{citation.printed} ({citation.work}, {format_page(citation)})"
