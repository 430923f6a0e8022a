"""Names of the same person or thing: the first of a group stands for all of them."""

import re
from collections.abc import Sequence
from functools import cached_property

NameGroups = tuple[tuple[str, ...], ...]
"""The manifest's groups of names and spellings; the first of a group stands for the others."""


class Synonyms:
    """Replaces names by the first name of their group, in texts and in questions.

    The result is only embedded and searched; what is shown is the text itself.
    """

    def __init__(self, names: NameGroups) -> None:
        self._first = {name.casefold(): group[0] for group in names for name in group[1:]}

    def fold(self, text: str) -> str:
        """Return a text with each name replaced by the first of its group."""
        if not self._first:
            return text
        return self._pattern.sub(lambda match: self._first.get(match[0].casefold(), match[0]), text)

    def fold_all(self, texts: Sequence[str]) -> list[str]:
        """Return texts with each name replaced by the first of its group."""
        return [self.fold(text) for text in texts]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._first, key=len, reverse=True)
        return re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
        )
