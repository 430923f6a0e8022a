"""Autocomplete: the questions, works and pages that half-typed words may become."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz, process

from embeddings.citations import format_pages
from embeddings.citations.page_numbers import measure_page_distance, page_sort_key
from embeddings.lookup.locator import parse_asked_pages, strip_page_mark
from embeddings.lookup.works import CitedWork
from embeddings.types import Page, Pages, Work

MAX_CHOICES = 25
"""Choices that Discord's autocomplete shows."""

MAX_CHOICE_LENGTH = 100
"""Characters of a choice's name or value, by Discord's rules."""

MIN_SIMILARITY = 60
"""Similarity of 0 to 100 below which nothing is suggested for the words typed."""

_Candidate = TypeVar("_Candidate")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that is offered, and the value that stands for it."""

    name: str
    value: str


def suggest_questions(typed: str, examples: Sequence[str], own: Sequence[str] = ()) -> list[str]:
    """Return the questions that half-typed words may become: the member's own first."""
    short = [text for text in dict.fromkeys((*own, *examples)) if len(text) <= MAX_CHOICE_LENGTH]
    own_matches = rank_suggestions(typed, [text for text in short if text in own], str)
    others = rank_suggestions(typed, [text for text in short if text not in own], str)
    return [*own_matches, *others][:MAX_CHOICES]


def suggest_works(typed: str, works: Iterable[CitedWork]) -> list[Suggestion]:
    """Return the works that half-typed words may mean; the value is a work's key."""
    by_key = {
        cited.key: cited
        for cited in works
        if cited.work and len(cited.work.key) <= MAX_CHOICE_LENGTH
    }
    ranked = rank_suggestions(typed, [*by_key.values()], _names, evenly=False)
    return [Suggestion(shorten(cited.reference), cited.key or "") for cited in ranked]


def _names(cited: CitedWork) -> str:
    aliases = cited.work.aliases if cited.work else ()
    return " ".join((cited.reference, *aliases))


def suggest_pages(
    typed: str, works: Iterable[CitedWork], chosen: Work | None = None
) -> list[Suggestion]:
    """Return the cited pages that a half-typed one may become; failing that, the nearest.

    Once a work is chosen, only its pages are offered. The value can be read as pages again,
    whatever work they are of.
    """
    titles: dict[Pages, list[str]] = {}
    for cited in works:
        if chosen is not None and cited.key != chosen.key:
            continue
        for page in cited.pages:
            titles.setdefault(page.pages, []).append(cited.work.short if cited.work else "")
    bare = strip_page_mark(typed).casefold()
    ordered = sorted(titles, key=page_sort_key)
    matches = [pages for pages in ordered if _begins(pages, bare)] or _nearest(ordered, bare)
    return [_suggest_cited(pages, titles[pages]) for pages in matches[:MAX_CHOICES]]


def _nearest(ordered: Sequence[Pages], typed: str) -> list[Pages]:
    """Return the pages that can be compared with those typed, the nearest first."""
    wanted = parse_asked_pages(typed)
    if not wanted:
        return []
    gaps = {
        pages: gap for pages in ordered if (gap := measure_page_distance(pages, wanted)) is not None
    }
    return sorted(gaps, key=gaps.__getitem__)


def _begins(cited: Pages, typed: str) -> bool:
    """Return whether one of the cited pages, or their list, begins with what is typed."""
    ends: set[Page] = {end for pages in cited for end in pages if end is not None}
    return any(str(end).startswith(typed) for end in ends) or _value(cited).startswith(typed)


def _suggest_cited(cited: Pages, titles: Iterable[str]) -> Suggestion:
    works = "; ".join(dict.fromkeys(filter(None, titles)))
    return Suggestion(
        shorten(f"{format_pages(cited)} · {works}" if works else format_pages(cited)), _value(cited)
    )


def _value(cited: Pages) -> str:
    """Return pages as they can be read again, as many as fit into a value."""
    while len(value := format_pages(cited).partition(" ")[2]) > MAX_CHOICE_LENGTH:
        cited = cited[:-1]
    return value


def rank_suggestions(
    typed: str,
    candidates: Sequence[_Candidate],
    text_of: Callable[[_Candidate], str],
    *,
    evenly: bool = True,
) -> list[_Candidate]:
    """Return the candidates that typed words may become: by prefixes first, then by likeness.

    For no words, return candidates from all over the list, or the first ones if not `evenly`.
    """
    words = _words(typed)
    if not words:
        step = math.ceil(len(candidates) / MAX_CHOICES) if evenly and candidates else 1
        return [*candidates[::step]][:MAX_CHOICES]
    # Candidates that have words with the typed prefixes.
    texts = [text_of(candidate) for candidate in candidates]
    ranks = {at: rank for at, text in enumerate(texts) if (rank := _rank(words, _words(text)))}
    prefixed = sorted(ranks, key=lambda at: (ranks[at], at))
    # Candidates that are merely similar, the most similar first.
    rest = {at: text for at, text in enumerate(texts) if at not in ranks}
    similar = process.extract(
        typed,
        rest,
        scorer=fuzz.WRatio,
        processor=str.casefold,
        score_cutoff=MIN_SIMILARITY,
        limit=MAX_CHOICES,
    )
    return [candidates[at] for at in [*prefixed, *(at for _, _, at in similar)][:MAX_CHOICES]]


def _rank(typed: Sequence[str], words: Sequence[str]) -> tuple[int, int] | None:
    """Rank a match of prefixes: 0 in a row, 1 scattered, then its position; None for no match."""
    for at in range(len(words) - len(typed) + 1):
        if all(word.startswith(prefix) for prefix, word in zip(typed, words[at:], strict=False)):
            return 0, at
    if not all(any(word.startswith(prefix) for word in words) for prefix in typed):
        return None
    return 1, min(
        at for prefix in typed for at, word in enumerate(words) if word.startswith(prefix)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def shorten(name: str) -> str:
    """Return a name, cut between words if it is too long for a choice."""
    if len(name) <= MAX_CHOICE_LENGTH:
        return name
    return f"{name[: MAX_CHOICE_LENGTH - 1].rsplit(maxsplit=1)[0][: MAX_CHOICE_LENGTH - 1]}…"
