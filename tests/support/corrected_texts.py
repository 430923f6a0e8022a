"""A text made up of words that say nothing, corrected by rule, and what a diff has to name."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count

SYLLABLES = "ba de fi go lu mar nes pol rit sun tek vor".split()


@dataclass(frozen=True)
class Block:
    """A paragraph with a number of its own, wherever it stands."""

    number: int
    sentences: tuple[str, ...]
    said: str | None = None
    page: int | None = None

    @property
    def text(self) -> str:
        """The paragraph as it is written; what somebody said comes last, with its page."""
        cited = f" (p. {self.page})" if self.page else ""
        said = [f"Keeper {self.number} said: “{self.said}”{cited}."] if self.said else []
        return " ".join([*self.sentences, *said])


Edit = tuple[str, str, tuple[int, ...], tuple[int, ...]]
"""What, how, and the blocks before and after, by their own numbers."""


@dataclass
class Draft:
    """A text that is corrected: each edit takes a paragraph of its own and notes what it did."""

    seed: int
    size: int = 80
    edits: list[Edit] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Write the text: of every two paragraphs one with a quotation and its page."""
        self.draw = random.Random(self.seed)  # noqa: S311
        self._numbers = count(1)
        self.before = [self._block(cited=place % 2 == 0) for place in range(self.size)]
        self.after = list(self.before)
        free = list(range(2, self.size - 3, 3))  # no two edits side by side
        self.draw.shuffle(free)
        self.free = [self.before[place].number for place in free]

    def _sentence(self) -> str:
        words = ("".join(self.draw.choices(SYLLABLES, k=3)) for _ in range(12))
        return " ".join(words).capitalize() + "."

    def _block(self, *, cited: bool = False) -> Block:
        number = next(self._numbers)
        sentences = tuple(self._sentence() for _ in range(3))
        said = self._sentence().rstrip(".") if cited else None
        return Block(number, sentences, said, 1000 + number if cited else None)

    def take(self, *, cited: bool) -> Block:
        """Take a paragraph that no edit has touched, with a quotation or without one."""
        known = {one.number: one for one in self.before}
        number = next(one for one in self.free if bool(known[one].said) == cited)
        self.free.remove(number)
        return known[number]

    def put(self, old: Block, *new: Block) -> None:
        """Put paragraphs in the place of one."""
        at = self.after.index(old)
        self.after[at : at + 1] = new
        self.touched |= {one.number for one in new if one != old}

    def said(self, what: str, kind: str, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        """Note what a diff has to name."""
        self.edits.append((what, kind, before, after))

    def fresh(self, **parts: object) -> Block:
        """Make another paragraph."""
        return replace(self._block(), **parts)  # type: ignore[arg-type]

    def expected(self) -> set[Edit]:
        """Return what a diff has to name, by the numbers of the paragraphs."""
        old = {one.number: place for place, one in enumerate(self.before, 1)}
        new = {one.number: place for place, one in enumerate(self.after, 1)}
        return {
            (what, kind, tuple(old[one] for one in was), tuple(new[one] for one in now))
            for what, kind, was, now in self.edits
        }


def a_word(draft: Draft) -> None:
    """Correct a word."""
    old = draft.take(cited=False)
    first = old.sentences[0].replace(old.sentences[0].split()[3], "corrected", 1)
    draft.put(old, replace(old, sentences=(first, *old.sentences[1:])))
    draft.said("paragraph", "changed", (old.number,), (old.number,))


def a_sentence(draft: Draft) -> None:
    """Put a sentence in."""
    old = draft.take(cited=True)
    draft.put(old, replace(old, sentences=(*old.sentences, draft.fresh().sentences[0])))
    draft.said("paragraph", "changed", (old.number,), (old.number,))


def added(draft: Draft) -> None:
    """Add a paragraph with a quotation."""
    old, new = draft.take(cited=False), draft.fresh(said=draft.fresh().sentences[0], page=2000)
    new = replace(new, page=2000 + new.number)
    draft.put(old, new, old)
    draft.said("paragraph", "added", (), (new.number,))
    draft.said("quotation", "gained", (), (new.number,))
    draft.said("citation", "gained", (), (new.number,))


def removed(draft: Draft) -> None:
    """Remove a paragraph."""
    old = draft.take(cited=False)
    draft.put(old)
    draft.said("paragraph", "removed", (old.number,), ())


def removed_with_its_page(draft: Draft) -> None:
    """Remove a paragraph with its quotation and its page."""
    old = draft.take(cited=True)
    draft.put(old)
    draft.said("paragraph", "removed", (old.number,), ())
    draft.said("quotation", "lost", (old.number,), ())
    draft.said("citation", "lost", (old.number,), ())


def moved(draft: Draft) -> None:
    """Move a paragraph with its quotation to the end or to the beginning."""
    old = draft.take(cited=True)
    draft.after.remove(old)
    draft.after.insert(draft.draw.choice([0, len(draft.after)]), old)
    draft.said("paragraph", "moved", (old.number,), (old.number,))


def divided(draft: Draft) -> None:
    """Divide a paragraph."""
    old = draft.take(cited=False)
    first = replace(old, sentences=old.sentences[:2])
    second = replace(draft.fresh(), sentences=old.sentences[2:])
    draft.put(old, first, second)
    draft.said("paragraph", "divided", (old.number,), (old.number, second.number))


def joined(draft: Draft) -> None:
    """Join a paragraph to the one before it, which has a quotation."""
    old = draft.take(cited=False)
    above = draft.after[draft.after.index(old) - 1]
    draft.free = [one for one in draft.free if one != above.number]
    draft.after.remove(above)
    whole = replace(old, sentences=(above.text, *old.sentences))
    draft.put(old, whole)
    draft.said("paragraph", "joined", (above.number, old.number), (old.number,))


def words_of_a_quotation(draft: Draft) -> None:
    """Correct a word of a quotation."""
    old = draft.take(cited=True)
    said = (old.said or "").split()
    draft.put(old, replace(old, said=" ".join([*said[:5], "corrected", *said[6:]])))
    draft.said("paragraph", "changed", (old.number,), (old.number,))
    draft.said("quotation", "changed", (old.number,), (old.number,))


def a_page(draft: Draft) -> None:
    """Correct a page."""
    old = draft.take(cited=True)
    draft.put(old, replace(old, page=3000 + old.number))
    draft.said("paragraph", "changed", (old.number,), (old.number,))
    draft.said("citation", "moved", (old.number,), (old.number,))


def no_page(draft: Draft) -> None:
    """Leave a page out."""
    old = draft.take(cited=True)
    draft.put(old, replace(old, page=None))
    draft.said("paragraph", "changed", (old.number,), (old.number,))
    draft.said("citation", "lost", (old.number,), ())


HARMLESS: tuple[Callable[[Draft], None], ...] = (
    a_word,
    a_sentence,
    added,
    moved,
    divided,
    joined,
)
HARMFUL: tuple[Callable[[Draft], None], ...] = (removed, no_page, words_of_a_quotation, a_page)


def corrected(seed: int, kinds: tuple[Callable[[Draft], None], ...]) -> Draft:
    """Return a text with two edits of each kind, in an order drawn."""
    draft = Draft(seed)
    for kind in draft.draw.sample([*kinds, *kinds], 2 * len(kinds)):
        kind(draft)
    return draft
