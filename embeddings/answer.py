"""Hits in, an answer out: the exact-quote gate, the references, the refusal."""

import re
import time
import unicodedata
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cached_property

from embeddings.citations import label
from embeddings.citations.pages import distance
from embeddings.concordance import Concordance
from embeddings.errors import UnprovedQuotationError
from embeddings.finding import Finder
from embeddings.highlight import words_that_answer
from embeddings.links import link
from embeddings.locator import Locator, locate
from embeddings.nearby import nearby
from embeddings.notice import Notice, form
from embeddings.reference import reference
from embeddings.retriever import Retriever
from embeddings.types import Answer, Document, Hit, Outcome, Passage, Shown
from embeddings.verbatim import REMEMBERED, quoting, remembered, stands

LIMIT = 3
"""Passages shown, unless told otherwise."""

HINT = Notice("Ask about the text in a sentence, or name a page: for example “What is on page 45?”")
SUGGESTED = form("Ask about the text in a sentence, or name a page. For example: {examples}")
NEAREST = Notice(
    "The text does not seem to speak to this. The nearest passages, which are no answer:"
)

_GREETING = frozenset(
    "hello hi hey hiya howdy greetings thanks thank thx ty bye goodbye cya morning goodnight gn "
    "brb lol lmao haha cheers welcome see".split()
)
_COURTESY = _GREETING | frozenset(
    "good evening afternoon night day there you all everyone folks bot how are is it going doing "
    "today tomorrow tonight soon well do what s up very much a lot so ok okay please later nice to "
    "meet and for again one m i my friend friends guys".split()
)

_FUNCTION = frozenset(
    "a about an and any are as at be been but by can could did do does for from had has have he "
    "her here him his how i if in is it its me my no not of on or our she should so some than that "
    "the their them then there these they this those to was we were what when where which who whom "
    "whose why will with would you your said say says tell".split()
)
"""Words that ask nothing by themselves."""

_EMOJI = re.compile(r"<?a?:\w+:(?:\d+>)?")
"""An emoji as Discord writes it: `:wave:`, `<:wave:123>`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question, before it is proved."""

    outcome: Outcome
    message: str | None = None
    hits: tuple[Hit, ...] = ()


class Answerer:
    """Answers questions from one concordance; the retriever is made when a search needs it."""

    def __init__(
        self,
        concordance: Concordance,
        bar: float,
        retriever: Callable[[], Retriever],
        suggestions: tuple[str, ...] = (),
    ) -> None:
        self.concordance, self.bar, self._retriever = concordance, bar, retriever
        self.suggestions = suggestions

    def warm(self) -> None:
        """Load what a search needs, so that the first question does not wait for it."""
        retriever = self._retriever()
        retriever.retrieve(retriever.ask("warm"), 1)

    def answer(self, question: str, limit: int = LIMIT) -> Answer:
        """Answer a question with at most `limit` passages, each proved word for word."""
        started = time.perf_counter()
        found = self._find(question, limit)
        return answered(self.concordance, question, found, started)

    def speaking_to(self, words: str, limit: int) -> list[Passage]:
        """Return at most so many passages that answer to some words, best first."""
        retriever = self._retriever()
        asked = retriever.ask(cleaned(words))
        hits = retriever.retrieve(asked, limit) if retriever.understands(asked.words) else []
        return [hit.passage for hit in hits if hit.score >= self.bar]

    def _find(self, question: str, limit: int) -> Found:
        words = cleaned(question)
        if nothing_asked(words):
            return self._hint()
        if (locator := locate(words, self.concordance)) is not None:
            return look_up(self.concordance, locator, limit)
        if sources := stands(words, self.concordance, self.finder, limit):
            return Found("source", None, sources)
        return self._search(words, limit)

    def _search(self, words: str, limit: int) -> Found:
        """Search for what answers a question that names no page and is no piece of the text."""
        retriever = self._retriever()
        asked = retriever.ask(words)
        if not retriever.understands(asked.words):
            return self._hint()
        found = retriever.retrieve(asked, max(limit, REMEMBERED))
        if sources := remembered(words, found, self.concordance, self.finder):
            return Found("source", None, sources[:limit])
        hits = quoting(words, found, self.finder)[:limit]
        if not hits or hits[0].score < self.bar or not shares_letters(words, self._letters):
            return Found("nearest", NEAREST, hits)
        return Found("answer", None, tuple(retriever.marked(asked, hits)))

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(self.concordance.document.text.casefold())

    @cached_property
    def finder(self) -> Finder:
        """What finds words in the text."""
        return Finder(self.concordance.document.text)

    def _hint(self) -> Found:
        """Return what to ask instead."""
        if not self.suggestions:
            return Found("hint", HINT)
        examples = " ".join(f"“{one}”" for one in self.suggestions)
        return Found("hint", Notice(SUGGESTED, examples=examples))


def answered(concordance: Concordance, question: str, found: Found, started: float) -> Answer:
    """Prove what was found since a moment, and return it as an answer."""
    shown = prove(concordance, found.hits, question)
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    edition = concordance.document.edition
    return Answer(question, found.outcome, found.message, shown, edition, elapsed)


def cleaned(question: str) -> str:
    """Return a question without invisible characters, its white space folded."""
    shown = (c for c in question if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    return " ".join("".join(shown).split())


def shares_letters(question: str, text: Container[str]) -> bool:
    """Say whether a question has a letter of the text's, in lower case; else it has no answer."""
    letters = {letter for letter in question.casefold() if letter.isalpha()}
    return not letters or any(letter in text for letter in letters)


def nothing_asked(question: str) -> bool:
    """Say whether a question is empty, only greets, or has no word that asks for anything."""
    words = re.findall(r"[^\W_]+", _EMOJI.sub(" ", question).casefold())
    if _FUNCTION.issuperset(words):
        return True
    return bool(_GREETING.intersection(words)) and _COURTESY.issuperset(words)


def look_up(concordance: Concordance, locator: Locator, limit: int | None = None) -> Found:
    """Return the passages that cite a page, the default work's first, or a plain no."""
    if not locator.pages:
        return Found("nearest", Notice("No: there is no {where}.", where=locator.where))
    cited = concordance.citing(locator.pages, locator.work)
    if locator.rather is not None:
        cited = concordance.citing(locator.pages, locator.rather) or cited
    passages = list(dict.fromkeys(concordance.passage_with(one) for one in cited))
    if locator.unknown is not None:
        return _of_unknown(concordance, locator.unknown, passages[:limit])
    if not passages:
        return _absent(concordance, locator)
    hits = tuple(Hit(passage, 1.0) for passage in passages[:limit])
    if len(hits) == len(passages):
        return Found("page", None, hits)
    message = Notice(
        "The first {shown} of {count} passages that cite {where}:",
        shown=len(hits),
        count=len(passages),
        where=locator.where,
    )
    return Found("page", message, hits)


def _of_unknown(concordance: Concordance, name: str, passages: list[Passage]) -> Found:
    """Say that a work is not cited; what cites the page of another one is no answer."""
    cited = "; ".join(work.reference for work in concordance.cited_works()) or "none"
    message = Notice(
        "No: “{name}” is not one work that the text cites; it cites {cited}.",
        name=name,
        cited=cited,
    )
    if passages:
        message = Notice(
            "No: “{name}” is not one work that the text cites; it cites {cited}. "
            "The same page of another work, which is no answer:",
            name=name,
            cited=cited,
        )
    return Found("nearest", message, tuple(Hit(passage, 0.0) for passage in passages))


def _absent(concordance: Concordance, locator: Locator) -> Found:
    """Say no, and name the nearest page that is cited."""
    work = locator.work
    gaps = [
        (gap, one)
        for one in concordance.citations
        if (work is None or work.key == (one.key or one.work))
        and (gap := distance(one.pages, locator.pages)) is not None
    ]
    where = locator.where
    if not gaps:
        return Found("nearest", Notice("No: the text cites nothing from {where}.", where=where))
    gap, nearest = min(gaps, key=lambda pair: pair[0])
    page = f"{label(nearest.pages)}{f' of {nearest.work}' if nearest.work else ''}"
    message = Notice(
        "No: the text cites nothing from {where}. The nearest page that it cites is {page}.",
        where=where,
        page=page,
    )
    return Found("nearest", message, (Hit(concordance.passage_with(nearest), 1 / (1 + gap)),))


def prove(concordance: Concordance, hits: Iterable[Hit], question: str = "") -> tuple[Shown, ...]:
    """Pass hits through the gate: every word shown is the document's, at its place.

    Raises UnprovedQuotationError for what cannot be proved.
    """
    return tuple(_shown(concordance, rank, hit, question) for rank, hit in enumerate(hits, 1))


def _shown(concordance: Concordance, rank: int, hit: Hit, question: str) -> Shown:
    document, passage = concordance.document, hit.passage
    _prove(document, passage)
    lead_ins = tuple(
        document.quote(one.lead_in.start, one.lead_in.end) if one.lead_in else None
        for one in passage.quotations
    )
    near = nearby(concordance, passage)
    return Shown(
        rank=rank,
        score=round(hit.score, 4),
        document=document.key,
        passage=passage,
        reference=reference(concordance, passage),
        lead_ins=lead_ins,
        highlights=_highlights(hit, question),
        url=link(concordance, passage),
        nearby=near.sentence if near else None,
    )


def _highlights(hit: Hit, question: str) -> tuple[tuple[int, int], ...]:
    """Return the words that answer, within the stretch of the passage that is closest."""
    if hit.closest is None:
        return ()
    start = max(hit.closest.start, hit.passage.start) - hit.passage.start
    end = min(hit.closest.end, hit.passage.end) - hit.passage.start
    found = words_that_answer(question, hit.passage.text[start:end])
    return tuple((start + low, start + high) for low, high in found)


def _prove(document: Document, passage: Passage) -> None:
    if document.quote(passage.start, passage.end) != passage.text:
        raise UnprovedQuotationError(passage.start, passage.end)
    for citation in passage.citations:
        if document.quote(citation.start, citation.end) != citation.printed:
            raise UnprovedQuotationError(citation.start, citation.end)
    for quotation in passage.quotations:
        if not passage.span.holds(quotation.span):
            raise UnprovedQuotationError(quotation.start, quotation.end)
