"""Which work is meant by a name: author, title, alias and year, as far as they are known."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embeddings.text.proper_names import CAPITAL
from embeddings.types import Work

_NOISE = {"by", "and", "et", "al", "ed", "eds", "trans", "op", "loc", "cit"}
_ARTICLES = ("the", "a", "an")
_SMALL = frozenset("of the and in on to for a an at by with from".split())
_SET_OFF = frozenset("In See From As On At By With And The But For Of To Like Unlike Cf".split())
_POSSESSIVE = re.compile(r"[’']s?\b(?!\w)")


def tokens(text: str) -> list[str]:
    """Return the words of a name, in lower case, without possessive endings."""
    return re.findall(r"\w+", _POSSESSIVE.sub("", text.casefold()))


def _capitals(text: str) -> str:
    """Return a text with its small words struck out: a name has none but of, the and their like."""
    return re.sub(
        r"\b[^\W\d_]\w*",
        lambda m: m[0] if m[0][0].isupper() or m[0] in _SMALL else "–",
        text,
    )


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
        if "al" in words and len(self.work.authors) < 2:
            return 0
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
        if authored and not titled and not _SMALL.issuperset(rest):
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
        words = tokens(re.sub(r"\([^()]*\)", " ", printed))
        ranks = [(known.rank(words), known.work) for known in self._known]
        best = max((rank for rank, _ in ranks), default=0)
        works = [work for rank, work in ranks if rank == best]
        return works[0] if best and len(works) == 1 else None

    def ending(self, text: str) -> tuple[int, Work] | None:
        """Return the longest name of a work that a text ends with, and where it begins."""
        starts = [m.start() for m in re.finditer(r"(?<!\w)\w", text)][-self._longest :]
        for start in starts:
            if (work := self.resolve(text[start:])) is not None:
                before = re.search(rf"({CAPITAL}[\w.]*)\s+$", text[:start])
                longer = before is not None and before[1] not in _SET_OFF
                return None if longer else (start, work)
        return None

    def beginning(self, text: str) -> tuple[int, Work] | None:
        """Return the longest name of a work that a text begins with, and where it ends."""
        ends = [m.end() for m in re.finditer(r"\w(?!\w)", text)][: self._longest]
        for end in reversed(ends):
            if (work := self.resolve(text[:end])) is not None:
                longer = re.match(rf"(?:[’']s)?\s+{CAPITAL}", text[end:])
                return None if longer else (end, work)
        return None

    def of_year(self, year: str, text: str) -> Work | None:
        """Return the one work of a year whose author a text names."""
        words = set(tokens(_capitals(text)))
        works = [
            known.work
            for known in self._known
            if str(known.work.issued) == year and known.families & words
        ]
        return works[0] if len(works) == 1 else None

    def titled(self, text: str, *, cased: bool = True) -> list[Work]:
        """Return the works that a text names by title or alias.

        A title that is only a number counts where its author's name stands before it: it
        may be a year; so may words in small letters be nothing but words.
        """
        words = tokens(_capitals(text) if cased else text)
        return [known.work for known in self._known if _titled(known, words)]

    def named(self, text: str, *, cased: bool = True) -> list[Work]:
        """Return the works that a text names by title, or by an author who has just this one.

        `cased` says that names have capitals in it, as in a text and not in a question.
        """
        words = tokens(_capitals(text) if cased else text)
        named = self.titled(text, cased=cased)
        for known in self._known:
            alone = not any(k is not known and k.families & known.families for k in self._known)
            if alone and known.work not in named and known.families & set(words):
                named.append(known.work)
        return named


def _titled(known: _Known, words: list[str]) -> bool:
    for title in known.titles:
        if all(part.isdecimal() for part in title):
            pairs = ((family, *title) for family in known.families)
            if any(_without(words, pair) is not None for pair in pairs):
                return True
        elif _without(words, title) is not None:
            return True
    return False
