"""The words that paragraphs have lost which both editions have."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from embeddings.concordance.concordance import Concordance
from embeddings.diff.paragraphs import ParagraphMatch
from embeddings.diff.word_changes import WordChange, compare_words, list_words

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
    """Yield the paragraphs that have lost words, which stand in no paragraph that gained any."""
    changes = _find_changes(before, after, matches, kept)
    added = (match.after for match in matches if not match.before)
    gained = [" ".join(list_words(text_of(after, indices))) for indices in added]
    gained += [" ".join(change.now) for each in changes.values() for change in each]
    for match, each in changes.items():
        runs = [change.was for change in each if change.was and not _is_moved(change.was, gained)]
        if runs:
            yield match, len(list_words(text_of(before, match.before))), runs


def text_of(concordance: Concordance, indices: Iterable[int]) -> str:
    """Return the words of paragraphs, by their indices from 0 on."""
    document = concordance.document
    paragraphs = (document.paragraphs[index] for index in indices)
    return " ".join(document.text[paragraph.start : paragraph.end] for paragraph in paragraphs)


def _find_changes(
    before: Concordance,
    after: Concordance,
    matches: Sequence[ParagraphMatch],
    kept: Collection[str],
) -> Mapping[ParagraphMatch, list[WordChange]]:
    """Return what differs in the words of each paragraph that both editions have."""
    changes = {}
    for match in matches:
        if match.before and match.after:
            was, now = text_of(before, match.before), text_of(after, match.after)
            if was != now:
                changes[match] = compare_words(was, now, kept)
    return changes


def _is_moved(words: Sequence[str], gained: Iterable[str]) -> bool:
    run = f" {' '.join(words)} "
    return len(words) >= _MIN_MOVED_WORDS and any(run in f" {other} " for other in gained)
