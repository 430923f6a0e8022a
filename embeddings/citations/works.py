"""Resolve a printed name to a known work, by author, title, alias and year."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embeddings.text.proper_names import CAPITAL
from embeddings.types import Work

_NEUTRAL_WORDS = {"by", "and", "et", "al", "ed", "eds", "trans", "op", "loc", "cit"}
_ARTICLES = ("the", "a", "an")
_TITLE_RANK = 2
_SMALL_WORDS = frozenset("of the and in on to for a an at by with from".split())
_WORDS_BEFORE_NAMES = frozenset(
    "In See From As On At By With And The But For Of To Like Unlike Cf".split()
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")
_IMPRINT = re.compile(  # `. London: Verso, 2003`
    rf"[.,]\s+{CAPITAL}[\w\s&/-]{{0,40}}(?::\s*[\w.\s&/-]{{1,40}})?,?\s(?=(?:1[5-9]|20)\d\d\W*$)"
)
_IN_BRACKETS = re.compile(r"\((?!(?:1[5-9]|20)\d\d[a-z]?\))[^()]*\)")
_POSSESSIVE = re.compile(r"[’']s?\b(?!\w)")


def split_name(text: str) -> list[str]:
    """Return the words of a name in lower case, without possessive endings."""
    return re.findall(r"\w+", _POSSESSIVE.sub("", text.casefold()))


def _mask_lower_case(text: str) -> str:
    """Strike out lower-case words, which no name holds but for *of*, *the* and the like."""
    return re.sub(
        r"\b[^\W\d_]\w*",
        lambda word: word[0] if word[0][0].isupper() or word[0] in _SMALL_WORDS else "–",
        text,
    )


def _drop_article(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _remove_phrase(words: Sequence[str], phrase: Sequence[str]) -> list[str] | None:
    """Return words without a phrase and the article before it; None where it is not in them."""
    length = len(phrase)
    for at in range(len(words) - length + 1):
        if length and tuple(words[at : at + length]) == tuple(phrase):
            before = words[: at - 1] if at and words[at - 1] in _ARTICLES else words[:at]
            return [*before, *words[at + length :]]
    return None


@dataclass(frozen=True, slots=True)
class _NamedWork:
    """A work with the words that may name it."""

    work: Work
    titles: tuple[tuple[str, ...], ...]
    families: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, work: Work) -> "_NamedWork":
        printed = [work.title, *([work.title_short] if work.title_short else []), *work.aliases]
        titles = sorted({_drop_article(split_name(t)) for t in printed}, key=len, reverse=True)
        families = {word for name in work.authors for word in split_name(name.family)}
        given = {word for name in work.authors for word in split_name(name.given)}
        initials = {word[0] for word in given}
        return cls(work, tuple(titles), frozenset(families), frozenset(families | given | initials))

    def rank(self, words: list[str]) -> int:
        """Return how well words name this work: 2 for its title, plus 1 for its author.

        0 where a word is left over that names something else.
        """
        if "al" in words and len(self.work.authors) < 2:
            return 0
        rest, has_title = self._remove_title(words)
        rest = [word for word in rest if word not in _NEUTRAL_WORDS]
        has_author = any(word in self.families for word in rest)
        if has_author:
            rest = [word for word in rest if word not in self.names]
        years = [word for word in rest if _YEAR.fullmatch(word)]
        if any(year[:4] == str(self.work.issued) for year in years):  # a reprint has two
            rest = [word for word in rest if word not in years]
        if has_author and not has_title and not _SMALL_WORDS.issuperset(rest):
            has_title = self._abbreviates_title(rest)
            rest = [] if has_title else rest
        if has_title and all(map(_YEAR.fullmatch, rest)):
            rest = []  # another printing's year
        return 0 if rest else _TITLE_RANK * has_title + has_author

    def is_titled_in(self, words: list[str]) -> bool:
        """Return whether words hold a title of this work; one of digits needs its author."""
        for title in self.titles:
            if all(word.isdecimal() for word in title):
                authored = ((family, *title) for family in self.families)
                if any(_remove_phrase(words, phrase) is not None for phrase in authored):
                    return True
            elif _remove_phrase(words, title) is not None:
                return True
        return False

    def _remove_title(self, words: list[str]) -> tuple[list[str], bool]:
        """Return words without the longest title in them, and whether there was one."""
        for title in self.titles:
            if (rest := _remove_phrase(words, title)) is not None:
                return rest, True
        return words, False

    def _abbreviates_title(self, words: list[str]) -> bool:
        """Return whether words are a piece of a title: *Revolution* after Trotsky's name."""
        phrase = _drop_article(words)
        return any(_remove_phrase(title, phrase) is not None for title in self.titles)


class Sources:
    """The works that a text may name."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._works = [_NamedWork.of(work) for work in works]
        title_lengths = (len(title) for named in self._works for title in named.titles)
        self._max_words = max(title_lengths, default=0) + 6  # the author's names, articles, a year

    def resolve(self, printed: str) -> Work | None:
        """Return the only work that all words of a printed source name, or None."""
        words = _IN_BRACKETS.sub(" ", printed)
        if (work := self._find_best(words, 1)) is not None:
            return work
        plain = _IMPRINT.sub(" ", words)
        return self._find_best(plain, _TITLE_RANK) if plain != words else None

    def _find_best(self, printed: str, lowest: int) -> Work | None:
        """Return the work that words name best, if they name it well enough and no other so."""
        words = split_name(printed)
        ranks = [(named.rank(words), named.work) for named in self._works]
        best = max((rank for rank, _ in ranks), default=0)
        works = [work for rank, work in ranks if rank == best]
        return works[0] if best >= lowest and len(works) == 1 else None

    def find_at_end(self, text: str) -> tuple[int, Work] | None:
        """Return where the longest name of a work at the end of a text begins, and the work."""
        starts = [m.start() for m in re.finditer(r"(?<!\w)\w", text)][-self._max_words :]
        for start in starts:
            if (work := self.resolve(text[start:])) is not None:
                before = re.search(rf"({CAPITAL}[\w.]*)\s+$", text[:start])
                is_part = before is not None and before[1] not in _WORDS_BEFORE_NAMES
                return None if is_part else (start, work)
        return None

    def find_at_start(self, text: str) -> tuple[int, Work] | None:
        """Return where the longest name of a work at the start of a text ends, and the work."""
        ends = [m.end() for m in re.finditer(r"\w(?!\w)", text)][: self._max_words]
        for end in reversed(ends):
            if (work := self.resolve(text[:end])) is not None:
                is_part = re.match(rf"(?:[’']s)?\s+{CAPITAL}", text[end:])
                return None if is_part else (end, work)
        return None

    def find_by_year(self, year: str, text: str) -> Work | None:
        """Return the only work of a year whose author a text names, or None."""
        words = set(split_name(_mask_lower_case(text)))
        works = [
            named.work
            for named in self._works
            if str(named.work.issued) in re.findall(r"\d{4}", year) and named.families & words
        ]
        return works[0] if len(works) == 1 else None

    def is_written_by(self, key: str, printed: str) -> bool:
        """Return whether words name an author of the work of a key."""
        words = set(split_name(printed))
        return any(named.work.key == key and named.families & words for named in self._works)

    def find_titled(self, text: str, *, cased: bool = True) -> list[Work]:
        """Return the works that a text names by title or alias.

        A title of digits may be a year, so it counts only after its author's name. `cased`
        reads only capitalised words as names: right for a text, not for a question.
        """
        words = split_name(_mask_lower_case(text) if cased else text)
        return [named.work for named in self._works if named.is_titled_in(words)]

    def find_named(self, text: str, *, cased: bool = True) -> list[Work]:
        """Return the works that a text names by title, or by an author of only one work.

        `cased` is as for `find_titled`.
        """
        words = set(split_name(_mask_lower_case(text) if cased else text))
        works = self.find_titled(text, cased=cased)
        for named in self._works:
            others = (other for other in self._works if other is not named)
            is_only_work = not any(other.families & named.families for other in others)
            if is_only_work and named.work not in works and named.families & words:
                works.append(named.work)
        return works
