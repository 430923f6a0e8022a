"""What a maintainer should look at before a text is built."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from embeddings.citations import References, find
from embeddings.concordance.concordance import Concordance, Text
from embeddings.types import Document

Kind = Literal["citation", "marks", "rule", "left-over", "text"]

LONG = 20_000
"""A paragraph of more characters than this is unusual."""

MANY = 20_000
"""More paragraphs than this are unusual."""

_ADVICE = {
    "left open": "the mark is never closed; close it, or see where the quotation is taken to end",
    "wrongly closed": "the mark is closed by one of another kind",
    "closes nothing": "the mark closes nothing; is its opening mark missing?",
}
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place to look at, its words, and what to do; the whole text has no paragraph."""

    kind: Kind
    paragraph: int | None
    words: str
    advice: str


def check(text: Text) -> list[Doubt]:
    """Return what is doubtful in a text, place by place, then in the whole."""
    found = find(text.document, text.lore)
    concordance = text.concordance(found)
    places = [
        *_citations(concordance),
        *_marks(text.document, found),
        *_ends(text.document),
    ]
    places.sort(key=lambda doubt: doubt.paragraph or 0)
    return [*places, *_rules(found), *_unused(text), *_whole_text(concordance)]


def doubtful(concordance: Concordance) -> list[Doubt]:
    """Return what is doubtful of what an index holds; what only its file tells is left out."""
    places = [*_citations(concordance), *_ends(concordance.document)]
    places.sort(key=lambda doubt: doubt.paragraph or 0)
    return [*places, *_whole_text(concordance)]


def unusual(concordance: Concordance, found: References) -> list[Doubt]:
    """Return what is unusual in a text as a whole: a build warns of it."""
    flawed = sum(one.flaw is not None for one in found.quoted)
    if not flawed:
        return _whole_text(concordance)
    advice = f"{flawed} quotation marks are unbalanced; `concordance check` names them"
    return [_whole(concordance.document, advice), *_whole_text(concordance)]


def _whole_text(concordance: Concordance) -> list[Doubt]:
    document = concordance.document
    doubts = []
    if not concordance.citations:
        doubts.append(_whole(document, "no page citation was found; answers will give none"))
    longest = max(document.paragraphs, key=lambda one: one.end - one.start)
    if longest.end - longest.start > LONG:
        size = longest.end - longest.start
        advice = f"paragraph {longest.number} has {size:,} characters; are blank lines missing?"
        doubts.append(_whole(document, advice))
    if len(document.paragraphs) > MANY:
        advice = f"there are {len(document.paragraphs):,} paragraphs; building will take a while"
        doubts.append(_whole(document, advice))
    bare = sum(one.work is None for one in concordance.citations)
    if bare:
        advice = (
            f"of {len(concordance.citations)} citations {bare} name no work; "
            "give the text an entry with a default-work in the manifest (README, Your own text)"
        )
        doubts.append(_whole(document, advice))
    return doubts


def _whole(document: Document, advice: str) -> Doubt:
    return Doubt("text", None, document.title, advice)


def _citations(concordance: Concordance) -> Iterator[Doubt]:
    for one in concordance.citations:
        if one.doubt is not None:
            work = one.work or "no work"
            advice = f"taken for {work}, but {one.doubt}; if that is wrong, give it a rule"
            yield Doubt("citation", one.paragraph, one.printed, advice)


def _marks(document: Document, found: References) -> Iterator[Doubt]:
    for one in found.quoted:
        if one.flaw is not None:
            paragraph = document.paragraph_at(one.span.start)
            words = _excerpt(document.text[one.span.start : paragraph.end])
            last = document.paragraph_at(one.span.end - 1).number
            ends = f"; it is taken to end in paragraph {last}" if last > paragraph.number else ""
            yield Doubt("marks", paragraph.number, words, _ADVICE[one.flaw] + ends)


def _ends(document: Document) -> Iterator[Doubt]:
    """Doubt a last paragraph that is a few words of a web page, or breaks off."""
    last = document.paragraphs[-1]
    words = document.text[last.start : last.end]
    if words.rstrip("”’»\"')]…")[-1:] in tuple(".!?") or words.endswith("…"):
        return
    if len(words.split()) <= 4 and len(document.paragraphs) > 1:
        advice = "looks like a left-over of a web page; name it in left-overs"
        yield Doubt("left-over", last.number, words, advice)
    else:
        excerpt = "… " + words[-_EXCERPT:].partition(" ")[2]
        yield Doubt("text", last.number, excerpt, "the text breaks off here")


def _rules(found: References) -> Iterator[Doubt]:
    for placed in found.misplaced:
        advice = f"the rule does nothing: {placed.problem}"
        yield Doubt("rule", None, placed.rule.at, advice)


def _unused(text: Text) -> Iterator[Doubt]:
    for words in text.stray:
        advice = "is named as a left-over and does not stand in the text"
        yield Doubt("left-over", None, words, advice)


def _excerpt(words: str) -> str:
    return words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"
