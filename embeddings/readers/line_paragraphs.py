"""Texts of which each line is a paragraph, told from those whose lines were wrapped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from embeddings.readers.dehyphenation import ends_within_word
from embeddings.readers.parsed_file import RawParagraph

_SENTENCE_END = re.compile(r"[.!?…:][”’\"»)\]]*$|[)\]][”’\"»]*$")
_SENTENCE_WITHIN = re.compile(r"[.!?…][”’\"»)\]]*\s+(?=\S)")
_MAX_HEADING_LENGTH = 80
"""Characters up to which a line may be a heading, or be short by chance."""

_MIN_LONG_LINES = 2
_MIN_UNCLEAR = 4
"""Lines that follow one another from which it is worth a look whether they are paragraphs."""

_MIN_ENDING = 0.9
"""Share of the long lines that end as sentences do; of wrapped lines few do, and by chance."""

_MIN_WITH_ROOM = 0.5
"""Share of the lines that had room for the first word of the next; of wrapped ones few."""


LineMeaning = Literal["paragraphs", "wrapped", "unclear"]
"""What the lines of a text are: its paragraphs, parts of them, or either."""


def part_lines(paragraphs: Sequence[RawParagraph]) -> list[RawParagraph]:
    """Return each line as a paragraph of its own."""
    return [
        replace(paragraph, lines=(line,))
        for paragraph in paragraphs
        for line in paragraph.lines
        if line.words.strip()
    ]


def judge_lines(paragraphs: Sequence[RawParagraph]) -> LineMeaning:
    """Say what the lines of a text are.

    They are its paragraphs if most of them follow one another without a blank line, and they end
    where sentences end, though they had room for more, and hold several sentences each: that
    parts them from verse, from talk, and from a text that has a line for each sentence.
    """
    breaks = list(_find_breaks(paragraphs))
    if len(breaks) < max(_MIN_LONG_LINES, len(paragraphs) - 1):
        return "wrapped"
    width = max(len(line) for pair in breaks for line in pair)
    with_room = sum(
        len(line) + len(_first_word(after)) < width and not ends_within_word(line)
        for line, after in breaks
    )
    if with_room < _MIN_WITH_ROOM * len(breaks):
        return "wrapped"
    long_lines = [line for line, _ in breaks if len(line) > _MAX_HEADING_LENGTH]
    ending = sum(bool(_SENTENCE_END.search(line)) for line in long_lines)
    within = sum(len(_SENTENCE_WITHIN.findall(line)) for line in long_lines)
    if (
        len(long_lines) >= _MIN_LONG_LINES
        and ending >= _MIN_ENDING * len(long_lines)
        and within >= len(long_lines)
    ):
        return "paragraphs"
    return "unclear" if len(breaks) >= _MIN_UNCLEAR else "wrapped"


def _find_breaks(paragraphs: Sequence[RawParagraph]) -> Iterator[tuple[str, str]]:
    """Yield each two lines that follow one another without a blank line."""
    for paragraph in paragraphs:
        yield from pairwise(line.words.strip() for line in paragraph.lines)


def _first_word(line: str) -> str:
    return line.partition(" ")[0]
