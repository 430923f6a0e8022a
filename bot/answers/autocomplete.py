"""What half-typed words may become: questions, works and pages, the likeliest first."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz, process

from embeddings.citations import label
from embeddings.citations.page_numbers import distance, placed
from embeddings.lookup.locator import pages_asked, unmarked
from embeddings.lookup.works import CitedWork
from embeddings.types import Page, Pages, Work

MOST = 25
"""Choices that can be offered,"""
LONGEST = 100
"""and characters of each: what Discord's autocomplete holds."""

ALIKE = 60
"""Of 100: what is less like the words typed is not offered for them."""

_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is offered, and the value that stands for it."""

    name: str
    value: str


def questions(typed: str, offered: Sequence[str], own: Sequence[str] = ()) -> list[str]:
    """Return the questions that half-typed words may become: somebody's own before others."""
    fitting = [one for one in dict.fromkeys((*own, *offered)) if len(one) <= LONGEST]
    mine = [one for one in fitting if one in own]
    others = [one for one in fitting if one not in own]
    room = MOST - len(found := likely(typed, mine, str))
    return [*found, *likely(typed, others, str)[:room]]


def works(typed: str, listed: Iterable[CitedWork]) -> list[Choice]:
    """Return the works that half-typed words may mean; the value is a work's key."""
    named = {one.key: one for one in listed if one.work and len(one.work.key) <= LONGEST}
    found = likely(typed, [*named.values()], _names, evenly=False)
    return [Choice(fitted(one.reference), one.key or "") for one in found]


def _names(one: CitedWork) -> str:
    aliases = one.work.aliases if one.work else ()
    return " ".join((one.reference, *aliases))


def pages(typed: str, listed: Iterable[CitedWork], chosen: Work | None = None) -> list[Choice]:
    """Return the cited pages that a half-typed one may be; where none may, the nearest.

    Of a work that was chosen, its pages alone. The value is read as a page again, whatever work
    it is of.
    """
    titles: dict[Pages, list[str]] = {}
    for one in listed:
        if chosen is not None and one.key != chosen.key:
            continue
        for page in one.pages:
            titles.setdefault(page.pages, []).append(one.work.short if one.work else "")
    bare = unmarked(typed).casefold()
    order = sorted(titles, key=placed)
    begun = [one for one in order if _begins(one, bare)]
    asked = pages_asked(bare)
    away = {one: gap for one in order if (gap := distance(one, asked)) is not None} if asked else {}
    nearest = begun or sorted(away, key=away.__getitem__)
    return [_choice(one, titles[one]) for one in nearest[:MOST]]


def _begins(cited: Pages, typed: str) -> bool:
    """Say whether one of the pages cited begins with what is typed, or what is typed is within."""
    ends: set[Page] = {end for pages in cited for end in pages if end is not None}
    return any(str(end).startswith(typed) for end in ends) or _values(cited).startswith(typed)


def _choice(cited: Pages, titles: Iterable[str]) -> Choice:
    named = "; ".join(dict.fromkeys(filter(None, titles)))
    return Choice(fitted(f"{label(cited)} · {named}" if named else label(cited)), _values(cited))


def _values(cited: Pages) -> str:
    """Return pages as they are read again, as many of them as a value holds."""
    while len(value := label(cited).partition(" ")[2]) > LONGEST:
        cited = cited[:-1]
    return value


def likely(
    typed: str, offered: Sequence[_One], words_of: Callable[[_One], str], *, evenly: bool = True
) -> list[_One]:
    """Return what typed words may become: what has words that begin so, then what is like them.

    Of what is offered to nothing typed, evenly many from the whole, or the first ones.
    """
    words = _words(typed)
    if not words:
        step = math.ceil(len(offered) / MOST) if evenly and offered else 1
        return [*offered[::step]][:MOST]
    texts = [words_of(one) for one in offered]
    places = {at: place for at, text in enumerate(texts) if (place := _place(words, _words(text)))}
    begun = sorted(places, key=lambda at: (places[at], at))
    rest = {at: text for at, text in enumerate(texts) if at not in places}
    like = process.extract(
        typed, rest, scorer=fuzz.WRatio, processor=str.casefold, score_cutoff=ALIKE, limit=MOST
    )
    return [offered[at] for at in [*begun, *(at for _, _, at in like)][:MOST]]


def _place(typed: Sequence[str], words: Sequence[str]) -> tuple[int, int] | None:
    """Return where words begin as typed ones do: in a row, or each somewhere; None for nowhere."""
    for at in range(len(words) - len(typed) + 1):
        if all(word.startswith(one) for one, word in zip(typed, words[at:], strict=False)):
            return 0, at
    found = [at for one in typed for at, word in enumerate(words) if word.startswith(one)]
    every = all(any(word.startswith(one) for word in words) for one in typed)
    return (1, min(found)) if every else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def fitted(name: str) -> str:
    """Return a name, cut between words where it is longer than a choice may be."""
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 1].rsplit(maxsplit=1)[0][: LONGEST - 1]}…"
