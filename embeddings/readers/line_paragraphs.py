"""Texts of which each line is a paragraph, told from those whose lines were wrapped."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from embeddings.readers.parsed_file import RawParagraph

_SENTENCE_END = re.compile(r"[.!?…:][”’\"»)\]]*$|[)\]][”’\"»]*$")
_SENTENCE_WITHIN = re.compile(r"[.!?…][”’\"»)\]]*\s+(?=\S)")
_MAX_HEADING_LENGTH = 80
"""Characters up to which a line may be a heading, or be short by chance."""

_MIN_LONG_LINES = 2
_MIN_ENDING = 0.9
"""Share of the long lines that end as sentences do; of wrapped lines few do, and by chance."""

_MIN_WITH_ROOM = 0.5
"""Share of the lines that had room for the first word of the next; of wrapped ones few."""


def part_lines(paragraphs: Sequence[RawParagraph]) -> list[RawParagraph]:
    """Return paragraphs, each line one of its own where that is how the text is written."""
    if not are_paragraphs(paragraphs):
        return list(paragraphs)
    return [
        RawParagraph((line,), paragraph.kind)
        for paragraph in paragraphs
        for line in paragraph.lines
        if line.words.strip()
    ]


def are_paragraphs(paragraphs: Sequence[RawParagraph]) -> bool:
    """Say whether the lines of a text are its paragraphs.

    Most of them follow one another without a blank line; they end where sentences end, though
    they had room for more, and hold several sentences each, which parts them from verse, from
    talk, and from a text that has a line for each sentence.
    """
    breaks = list(_find_breaks(paragraphs))
    long_lines = [line for line, _ in breaks if len(line) > _MAX_HEADING_LENGTH]
    if len(long_lines) < _MIN_LONG_LINES or len(breaks) < len(paragraphs) - 1:
        return False
    width = max(len(line) for pair in breaks for line in pair)
    with_room = sum(len(line) + len(_first_word(after)) < width for line, after in breaks)
    ending = sum(bool(_SENTENCE_END.search(line)) for line in long_lines)
    within = sum(len(_SENTENCE_WITHIN.findall(line)) for line in long_lines)
    return (
        with_room >= _MIN_WITH_ROOM * len(breaks)
        and ending >= _MIN_ENDING * len(long_lines)
        and within >= len(long_lines)
    )


def _find_breaks(paragraphs: Sequence[RawParagraph]) -> Iterator[tuple[str, str]]:
    """Yield each two lines that follow one another without a blank line."""
    for paragraph in paragraphs:
        yield from pairwise(line.words.strip() for line in paragraph.lines)


def _first_word(line: str) -> str:
    return line.partition(" ")[0]
