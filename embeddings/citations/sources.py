"""Which work is meant by a name: author, title, alias and year, as far as they are known."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embeddings.types import Work

_NOISE = {"by", "and", "et", "al", "ed", "eds", "trans", "op", "loc", "cit"}
_ARTICLES = ("the", "a", "an")


def tokens(text: str) -> list[str]:
    """Return the words of a name, in lower case, without possessive endings."""
    return re.findall(r"\w+", re.sub(r"[’']s?\b(?!\w)", "", text.casefold()))


def _bare(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _without(words: Sequence[str], phrase: Sequence[str]) -> list[str] | None:
    """Return words less a phrase that stands in them, articles before it too."""
    length = len(phrase)
    for at in range(len(words) - length + 1):
        if length and tuple(words[at : at + length]) == tuple(phrase):
            before = words[: at - 1] if at and words[at - 1] in _ARTICLES else words[:at]
            return [*before, *words[at + length :]]
    return None


@dataclass(frozen=True, slots=True)
class _Known:
    """A work in the words that it may go by."""

    work: Work
    titles: tuple[tuple[str, ...], ...]
    families: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, work: Work) -> "_Known":
        named = [work.title, *([work.title_short] if work.title_short else []), *work.aliases]
        titles = sorted({_bare(tokens(t)) for t in named}, key=len, reverse=True)
        families = {token for name in work.authors for token in tokens(name.family)}
        given = {token for name in work.authors for token in tokens(name.given)}
        initials = {token[0] for token in given}
        return cls(work, tuple(titles), frozenset(families), frozenset(families | given | initials))

    def rank(self, words: list[str]) -> int:
        """Say how well the words name this work: title 2, author 1, 0 where one is left over."""
        rest, titled = words, False
        for title in self.titles:
            if (without := _without(rest, title)) is not None:
                rest, titled = without, True
                break
        rest = [word for word in rest if word not in _NOISE]
        authored = any(word in self.families for word in rest)
        if authored:
            rest = [word for word in rest if word not in self.names]
        if self.work.issued is not None:
            rest = [word for word in rest if word != str(self.work.issued)]
        if rest and authored and not titled:
            titled = any(_without(title, _bare(rest)) is not None for title in self.titles)
            rest = [] if titled else rest
        if titled and len(rest) == 1 and re.fullmatch(r"(?:1[5-9]|20)\d\d[a-z]?", rest[0]):
            rest = []
        return 0 if rest else 2 * titled + authored


class Sources:
    """The works that a text may name."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._known = [_Known.of(work) for work in works]
        self._longest = max((len(t) for k in self._known for t in k.titles), default=0) + 6

    def resolve(self, printed: str) -> Work | None:
        """Return the one work that a printed source names in all its words, or None."""
        words = tokens(printed)
        ranks = [(known.rank(words), known.work) for known in self._known]
        best = max((rank for rank, _ in ranks), default=0)
        works = [work for rank, work in ranks if rank == best]
        return works[0] if best and len(works) == 1 else None

    def ending(self, text: str) -> tuple[int, Work] | None:
        """Return the longest name of a work that a text ends with, and where it begins."""
        starts = [m.start() for m in re.finditer(r"(?<!\w)\w", text)][-self._longest :]
        for start in starts:
            if (work := self.resolve(text[start:])) is not None:
                return start, work
        return None

    def beginning(self, text: str) -> tuple[int, Work] | None:
        """Return the longest name of a work that a text begins with, and where it ends."""
        ends = [m.end() for m in re.finditer(r"\w(?!\w)", text)][: self._longest]
        for end in reversed(ends):
            if (work := self.resolve(text[:end])) is not None:
                return end, work
        return None

    def titled(self, text: str) -> list[Work]:
        """Return the works that a text names by title or alias.

        A title that is only a number counts where its author's name stands before it: it
        may be a year.
        """
        words = tokens(text)
        return [known.work for known in self._known if _titled(known, words)]

    def named(self, text: str) -> list[Work]:
        """Return the works that a text names by title, or by an author who has just this one."""
        words, titled = tokens(text), self.titled(text)
        for known in self._known:
            alone = not any(k is not known and k.families & known.families for k in self._known)
            if alone and known.work not in titled and known.families & set(words):
                titled.append(known.work)
        return titled


def _titled(known: _Known, words: list[str]) -> bool:
    for title in known.titles:
        if all(part.isdecimal() for part in title):
            pairs = ((family, *title) for family in known.families)
            if any(_without(words, pair) is not None for pair in pairs):
                return True
        elif _without(words, title) is not None:
            return True
    return False
