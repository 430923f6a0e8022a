"""The words that paragraphs have lost which both editions have."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from embeddings.concordance.concordance import Concordance
from embeddings.diff.paragraphs import ParagraphMatch
from embeddings.diff.word_changes import WordChange, compare_words, list_words
from embeddings.text.words import blank_spans

_MIN_MOVED_WORDS = 4
"""Words that stand together elsewhere from which they were moved there, and not lost."""

LostWords = tuple[ParagraphMatch, int, list[tuple[str, ...]]]
"""Paragraphs, how many words they had, and the stretches of these that are lost."""


def count_lost_words(
    before: Concordance,
    after: Concordance,
    matches: Sequence[ParagraphMatch],
    kept: Collection[str],
) -> Iterator[LostWords]:
    """Yield the paragraphs that have lost words, which stand in no paragraph that gained any.

    Page citations are no words of theirs.
    """
    old, new = _PlainParagraphs(before), _PlainParagraphs(after)
    changes = _find_changes(old, new, matches, kept)
    added = (match.after for match in matches if not match.before)
    gained = [" ".join(list_words(new.join(indices))) for indices in added]
    gained += [" ".join(change.now) for each in changes.values() for change in each]
    for match, each in changes.items():
        runs = [change.was for change in each if change.was and not _is_moved(change.was, gained)]
        if runs:
            yield match, len(list_words(old.join(match.before))), runs


class _PlainParagraphs:
    """The paragraphs of an edition, with blanks for its page citations."""

    def __init__(self, concordance: Concordance) -> None:
        document = concordance.document
        self.paragraphs = document.paragraphs
        self.text = blank_spans(document.text, (cited.span for cited in concordance.citations))

    def join(self, indices: Iterable[int]) -> str:
        """Return the words of paragraphs, by their indices from 0 on."""
        paragraphs = (self.paragraphs[index] for index in indices)
        return " ".join(self.text[paragraph.start : paragraph.end] for paragraph in paragraphs)


def _find_changes(
    old: _PlainParagraphs,
    new: _PlainParagraphs,
    matches: Sequence[ParagraphMatch],
    kept: Collection[str],
) -> Mapping[ParagraphMatch, list[WordChange]]:
    """Return what differs in the words of each paragraph that both editions have."""
    both = (match for match in matches if match.before and match.after)
    pairs = ((match, old.join(match.before), new.join(match.after)) for match in both)
    return {match: compare_words(was, now, kept) for match, was, now in pairs if was != now}


def _is_moved(words: Sequence[str], gained: Iterable[str]) -> bool:
    run = f" {' '.join(words)} "
    return len(words) >= _MIN_MOVED_WORDS and any(run in f" {other} " for other in gained)
