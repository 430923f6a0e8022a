"""Find what a maintainer should look at before a text is built."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from embeddings.citations import References, find_references
from embeddings.concordance.concordance import Concordance, Text
from embeddings.concordance.damage import find_damage
from embeddings.readers.parsed_file import Remark
from embeddings.types import Document

DoubtKind = Literal["citation", "marks", "rule", "left-over", "text"]

MAX_PARAGRAPH_LENGTH = 20_000
"""Characters above which a paragraph is unusually long."""

MAX_UNPARTED_LENGTH = 3_000
"""Characters above which a paragraph is unusually long that is more than half of its text."""

MAX_PARAGRAPHS = 20_000
"""Paragraphs above which a text is unusually long."""

_ADVICE = {
    "left open": "the mark is never closed; close it, or see where the quotation is taken to end",
    "wrongly closed": "the mark is closed by one of another kind",
    "closes nothing": "the mark closes nothing; is its opening mark missing?",
}
_MAX_EXCERPT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place to look at, its words, and what to do; `paragraph` is None for the whole text."""

    kind: DoubtKind
    paragraph: int | None
    words: str
    advice: str


def check_text(text: Text) -> list[Doubt]:
    """Return the doubts about a text: those of single places in order, then of the whole."""
    references = find_references(text.document, text.known_works)
    concordance = text.concordance(references)
    doubts = [
        *_check_citations(concordance),
        *_check_unread(text.document, references),
        *_check_marks(text.document, references),
        *_check_damage(text.document),
        *_check_end(text.document),
    ]
    doubts.sort(key=lambda doubt: doubt.paragraph or 0)
    whole_text = _check_whole_text(concordance)
    named = [*_check_rules(references), *_check_left_overs(text), *_check_reading(text)]
    return [*doubts, *named, *whole_text]


def check_concordance(concordance: Concordance) -> list[Doubt]:
    """Return the doubts about a concordance, without those that only the file shows."""
    document = concordance.document
    doubts = [*_check_citations(concordance), *_check_damage(document), *_check_end(document)]
    doubts.sort(key=lambda doubt: doubt.paragraph or 0)
    return [*doubts, *_check_whole_text(concordance)]


def find_build_warnings(
    concordance: Concordance, references: References, remarks: Sequence[Remark] = ()
) -> list[Doubt]:
    """Return the doubts about a text as a whole, and its reader's, of which a build warns."""
    document = concordance.document
    flawed = sum(words.flaw is not None for words in references.quoted)
    damaged = len(list(find_damage(document)))
    advice = [remark.advice for remark in remarks]
    if damaged:
        advice.append(
            f"{damaged} paragraphs have characters that were lost or are others than they were; "
            "`concordance check` names them"
        )
    if flawed:
        advice.append(f"{flawed} quotation marks are unbalanced; `concordance check` names them")
    if unread := len(references.unread):
        places = "place looks" if unread == 1 else "places look"
        what = f"{unread} {places} like a page reference and cannot be read"
        advice.append(f"{what}; `concordance check` names them")
    return [*(_doubt_whole(document, each) for each in advice), *_check_whole_text(concordance)]


def _check_whole_text(concordance: Concordance) -> list[Doubt]:
    """Doubt a text without citations, with very long or very many paragraphs, or bare pages."""
    document = concordance.document
    doubts = []
    if not concordance.citations:
        doubts.append(_doubt_whole(document, "no page citation was found; answers will give none"))
    longest = max(document.paragraphs, key=lambda paragraph: paragraph.end - paragraph.start)
    size = longest.end - longest.start
    unparted = size > MAX_UNPARTED_LENGTH and 2 * size > len(document.text)
    if size > MAX_PARAGRAPH_LENGTH or unparted:
        advice = f"paragraph {longest.number} has {size:,} characters; are blank lines missing?"
        doubts.append(_doubt_whole(document, advice))
    if len(document.paragraphs) > MAX_PARAGRAPHS:
        advice = f"there are {len(document.paragraphs):,} paragraphs; building will take a while"
        doubts.append(_doubt_whole(document, advice))
    bare = sum(citation.work is None for citation in concordance.citations)
    if bare:
        advice = (
            f"of {len(concordance.citations)} citations {bare} name no work; "
            "give the text an entry with a default-work in the manifest (README, Your own text)"
        )
        doubts.append(_doubt_whole(document, advice))
    return doubts


def _doubt_whole(document: Document, advice: str) -> Doubt:
    return Doubt("text", None, document.title, advice)


def _check_citations(concordance: Concordance) -> Iterator[Doubt]:
    for citation in concordance.citations:
        if citation.doubt is not None:
            work = citation.work or "no work"
            advice = f"taken for {work}, but {citation.doubt}; if that is wrong, give it a rule"
            yield Doubt("citation", citation.paragraph, citation.printed, advice)


def _check_unread(document: Document, references: References) -> Iterator[Doubt]:
    """Doubt what looks like a reference to a page, and gives none."""
    for span in references.unread:
        words = _shorten_words(document.text[span.start : span.end])
        advice = "looks like a page reference, but is not read; no page is taken from it"
        yield Doubt("citation", document.paragraph_at(span.start).number, words, advice)


def _check_marks(document: Document, references: References) -> Iterator[Doubt]:
    for quoted in references.quoted:
        if quoted.flaw is not None:
            paragraph = document.paragraph_at(quoted.span.start)
            words = _shorten_words(document.text[quoted.span.start : paragraph.end])
            last = document.paragraph_at(quoted.span.end - 1).number
            ends = f"; it is taken to end in paragraph {last}" if last > paragraph.number else ""
            yield Doubt("marks", paragraph.number, words, _ADVICE[quoted.flaw] + ends)


def _check_damage(document: Document) -> Iterator[Doubt]:
    for damage in find_damage(document):
        yield Doubt("text", damage.paragraph, damage.words, damage.advice)


def _check_end(document: Document) -> Iterator[Doubt]:
    """Doubt a last paragraph that breaks off, or is a few words left over from a web page."""
    last = document.paragraphs[-1]
    words = document.text[last.start : last.end]
    if words.rstrip("”’»\"')]…")[-1:] in tuple(".!?") or words.endswith("…"):
        return
    if len(words.split()) <= 4 and len(document.paragraphs) > 1:
        advice = "looks like a left-over of a web page; name it in left-overs"
        yield Doubt("left-over", last.number, words, advice)
    else:
        excerpt = "… " + words[-_MAX_EXCERPT_LENGTH:].partition(" ")[2]
        yield Doubt("text", last.number, excerpt, "the text breaks off here")


def _check_rules(references: References) -> Iterator[Doubt]:
    for placed in references.misplaced:
        advice = f"the rule does nothing: {placed.problem}"
        yield Doubt("rule", None, placed.rule.at, advice)


def _check_left_overs(text: Text) -> Iterator[Doubt]:
    for words in text.stray:
        advice = "is named as a left-over and does not stand in the text"
        yield Doubt("left-over", None, words, advice)


def _check_reading(text: Text) -> Iterator[Doubt]:
    """Doubt what the reader of the file was not sure of, where its words stand."""
    for remark in text.remarks:
        at = text.document.text.find(remark.words) if remark.words else -1
        paragraph = None if at < 0 else text.document.paragraph_at(at).number
        yield Doubt("text", paragraph, remark.words or text.document.title, remark.advice)


def _shorten_words(words: str) -> str:
    return (
        words
        if len(words) <= _MAX_EXCERPT_LENGTH
        else words[:_MAX_EXCERPT_LENGTH].rsplit(" ", 1)[0] + " …"
    )
