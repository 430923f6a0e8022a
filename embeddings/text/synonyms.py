"""Names under which one person or thing goes: each group counts as its first name."""

import re
from collections.abc import Sequence
from functools import cached_property

Names = tuple[tuple[str, ...], ...]
"""Groups of names and spellings, from the manifest; the first stands for all of a group."""


class Synonyms:
    """Puts the first name of a group in the place of the others, in texts and in questions.

    What is folded is only embedded and searched; what is shown is the text's own.
    """

    def __init__(self, names: Names) -> None:
        self._first = {other.casefold(): group[0] for group in names for other in group[1:]}

    def fold(self, text: str) -> str:
        """Return a text with the first name of each group in the place of the others."""
        if not self._first:
            return text
        return self._others.sub(lambda match: self._first.get(match[0].casefold(), match[0]), text)

    def fold_all(self, texts: Sequence[str]) -> list[str]:
        """Return texts folded, one by one."""
        return [self.fold(text) for text in texts]

    @cached_property
    def _others(self) -> re.Pattern[str]:
        longest_first = sorted(self._first, key=len, reverse=True)
        return re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
        )
